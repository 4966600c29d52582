/** The conversion of values to bytes and back: what all codecs share. Each codec has a package of its own below. */
@NullMarked
package io.asynccpu.internal.codec;

import org.jspecify.annotations.NullMarked;
