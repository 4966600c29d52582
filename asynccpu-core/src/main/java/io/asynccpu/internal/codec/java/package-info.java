/** The codec {@code java}: Java serialization, with a filter for the bytes of a child. */
@NullMarked
package io.asynccpu.internal.codec.java;

import org.jspecify.annotations.NullMarked;
