package io.asynccpu.supervisor;

import java.io.IOException;

/** The child itself said why it cannot start; the cause is what it said. */
final class StartRefusedException extends IOException {

    StartRefusedException(Throwable said) {
        super(said.toString(), said);
    }
}
