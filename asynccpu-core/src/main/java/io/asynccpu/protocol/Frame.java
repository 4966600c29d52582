package io.asynccpu.protocol;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A whole frame, ready to be sent.
 *
 * @param rest what follows the head; null if the head is all
 */
public record Frame(ByteBuffer head, @Nullable ByteBuffer rest) {

    /** Whether nothing is left to be sent. */
    public boolean isSent() {
        return !head.hasRemaining() && (rest == null || !rest.hasRemaining());
    }
}
