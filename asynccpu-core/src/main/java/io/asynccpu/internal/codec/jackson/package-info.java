/**
 * The default codec. A shape determines how values of a class are written as Smile tokens, a slot which classes are allowed in a
 * place. Other packages use {@code JacksonCodec} only.
 */
@NullMarked
package io.asynccpu.internal.codec.jackson;

import org.jspecify.annotations.NullMarked;
