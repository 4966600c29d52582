/** Comparison of a value with the one that was read back from its bytes, before it is sent. */
@NullMarked
package io.asynccpu.internal.codec.guard;

import org.jspecify.annotations.NullMarked;
