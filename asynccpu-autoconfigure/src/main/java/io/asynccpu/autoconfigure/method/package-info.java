/** How a bean method is named and typed on both sides of the process boundary. */
@NullMarked
package io.asynccpu.autoconfigure.method;

import org.jspecify.annotations.NullMarked;
