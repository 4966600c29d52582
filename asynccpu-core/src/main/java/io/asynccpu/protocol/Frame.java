package io.asynccpu.protocol;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A whole message, ready to be sent.
 *
 * @param arrays which go before it, each with its {@link Wire#arrayHead}
 * @param rest what follows the head; null if the head is all
 */
public record Frame(
        List<Object> arrays, ByteBuffer head, @Nullable ByteBuffer rest) {}
