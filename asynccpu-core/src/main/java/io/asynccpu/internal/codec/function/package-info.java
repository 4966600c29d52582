/** Functions as bytes, and the names and types that they declare. */
@NullMarked
package io.asynccpu.internal.codec.function;

import org.jspecify.annotations.NullMarked;
