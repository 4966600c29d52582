package io.asynccpu.logging;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.codec.FailureCodec;
import io.asynccpu.codec.RemoteThrowable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class KnownThrowablesTests {

    private static final CountDownLatch RELEASE = new CountDownLatch(1);
    private static volatile boolean harmful;

    private final KnownThrowables throwables = new KnownThrowables(getClass().getClassLoader());

    static final class Harmless extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Harmless(String message) {
            super(message);
        }
    }

    static final class Harmful extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Harmful(String message) {
            super(message);
        }

        @Override
        public @Nullable String getLocalizedMessage() {
            if (harmful) {
                try {
                    RELEASE.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            return super.getLocalizedMessage();
        }
    }

    private static RemoteThrowable told(Throwable thrown) {
        return FailureCodec.describe(FailureCodec.encode(thrown, 100_000));
    }

    @Test
    void aThrowableIsOfItsOwnClass() {
        for (int i = 0; i < 2; i++) {
            assertThat(throwables.ofItsClass(told(new Harmless("a" + i))))
                    .isInstanceOf(Harmless.class)
                    .hasMessage("a" + i);
        }
    }

    @Test
    void oneWhoseMethodsDoNotReturnHoldsUpNoThreadThatWritesItsLine() {
        RemoteThrowable told = told(new IllegalStateException("outer", new Harmful("inner")));
        harmful = true;
        try {
            // A test that hangs here is ended by its timeout.
            assertThat(throwables.ofItsClass(told)).isSameAs(told);
            assertThat(throwables.ofItsClass(told)).isSameAs(told);
            assertThat(throwables.ofItsClass(told(new Harmless("another")))).isInstanceOf(Harmless.class);
        } finally {
            RELEASE.countDown();
            harmful = false;
        }
    }
}
