/** Name, types and advice of a bean method, the same on both sides of the process boundary. */
@NullMarked
package io.asynccpu.autoconfigure.method;

import org.jspecify.annotations.NullMarked;
