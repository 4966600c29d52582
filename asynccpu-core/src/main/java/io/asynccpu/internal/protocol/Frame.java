package io.asynccpu.internal.protocol;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An encoded message.
 *
 * @param arrays the arrays that precede it, each with its head
 * @param rest the bytes after the head; null if there are none
 */
public record Frame(
        List<Object> arrays, ByteBuffer head, @Nullable ByteBuffer rest) {

    /** Bytes before the type: the length. */
    static final int HEADER = Integer.BYTES;

    /** The length of a payload's bytes that are the last of the arrays that precede the frame. */
    static final int BESIDE = -1;
}
