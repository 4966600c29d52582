/** Functions as bytes, and the names and types that they declare. */
@NullMarked
package io.asynccpu.codec.function;

import org.jspecify.annotations.NullMarked;
