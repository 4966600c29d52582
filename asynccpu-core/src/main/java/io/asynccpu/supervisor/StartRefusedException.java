package io.asynccpu.supervisor;

import io.asynccpu.codec.ToldFailure;
import java.io.IOException;

/** The child itself said why it cannot start; the cause is what it said. */
final class StartRefusedException extends IOException {

    StartRefusedException(ToldFailure.Rebuilt said) {
        super(said.words(), said.failure());
    }
}
