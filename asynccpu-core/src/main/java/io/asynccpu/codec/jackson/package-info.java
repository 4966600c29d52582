/**
 * Object graphs through Jackson: which shape a class has on the wire, and the guard that what arrives is what was sent.
 * {@code JacksonCodec} is all that others see.
 */
@NullMarked
package io.asynccpu.codec.jackson;

import org.jspecify.annotations.NullMarked;
