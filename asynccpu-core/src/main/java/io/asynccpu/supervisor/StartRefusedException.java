package io.asynccpu.supervisor;

import io.asynccpu.codec.ToldFailure;
import io.asynccpu.protocol.Limits;
import java.io.IOException;

/** The child itself said why it cannot start; the cause is what it said, of which the message of each task that waits has the beginning. */
final class StartRefusedException extends IOException {

    private static final int LONGEST = 1_000;

    StartRefusedException(ToldFailure.Rebuilt said) {
        super(Limits.cut(said.words(), LONGEST), said.failure());
    }
}
