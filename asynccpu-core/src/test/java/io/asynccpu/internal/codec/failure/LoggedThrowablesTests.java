package io.asynccpu.internal.codec.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoggedThrowablesTests {

    private static final CountDownLatch RELEASE = new CountDownLatch(1);
    /** Whether code of the classes below is about to run on the thread that writes the line. */
    private static volatile boolean isWritten;

    static void run() {
        if (isWritten) {
            throw new AssertionError("Code of the application ran");
        }
    }

    static class Plain extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Plain(String message, @Nullable Throwable cause) {
            super(message, cause);
            run();
        }

        /** Nobody asks for that. */
        int code() {
            return 7;
        }
    }

    /** Overrides whatever can be. */
    static class Talkative extends Plain {
        private static final long serialVersionUID = 1L;

        Talkative(String message, @Nullable Throwable cause) {
            super(message, cause);
        }

        @Override
        public @Nullable String getMessage() {
            run();
            return super.getMessage();
        }

        @Override
        public @Nullable String getLocalizedMessage() {
            run();
            return super.getLocalizedMessage();
        }

        @Override
        public @Nullable Throwable getCause() {
            run();
            return super.getCause();
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            run();
            return super.getStackTrace();
        }

        @Override
        public void setStackTrace(StackTraceElement[] stackTrace) {
            run();
            super.setStackTrace(stackTrace);
        }

        @Override
        public void printStackTrace(PrintWriter s) {
            run();
            super.printStackTrace(s);
        }

        @Override
        @SuppressWarnings("OverrideThrowableToString")
        public String toString() {
            run();
            return super.toString();
        }
    }

    static final class Heir extends Talkative {
        private static final long serialVersionUID = 1L;

        Heir(String message) {
            super(message, null);
        }
    }

    static final class FillsItsStack extends Plain {
        private static final long serialVersionUID = 1L;

        FillsItsStack(String message) {
            super(message, null);
        }

        @Override
        public Throwable fillInStackTrace() {
            run();
            return super.fillInStackTrace();
        }
    }

    static final class Equal extends Plain {
        private static final long serialVersionUID = 1L;

        Equal(String message) {
            super(message, null);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            run();
            return super.equals(other);
        }

        @Override
        public int hashCode() {
            run();
            return super.hashCode();
        }
    }

    static final class NeverInitialized extends RuntimeException {
        private static final long serialVersionUID = 1L;

        static {
            try {
                RELEASE.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @AfterEach
    void end() {
        isWritten = false;
        RELEASE.countDown();
    }

    private static Throwable logged(Throwable thrown) {
        return logged(FailureCodec.encode(thrown, 100_000));
    }

    private static Throwable logged(byte[] coded) {
        isWritten = true;
        return LoggedThrowables.of(FailureCodec.describe(coded), LoggedThrowablesTests.class.getClassLoader());
    }

    private static String print(Throwable throwable) {
        StringWriter text = new StringWriter();
        throwable.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    @Test
    void oneWhoseClassOverridesNothingIsOfThatClass() {
        Throwable back = logged(new Plain("outer", new IOException("inner")));
        assertThat(back).isExactlyInstanceOf(Plain.class).hasMessage("outer");
        assertThat(back.getCause()).isExactlyInstanceOf(IOException.class).hasMessage("inner");
    }

    @Test
    void oneWhoseClassOverridesSomethingHasItsNameButNoneOfItsCode() {
        Throwable thrown = new Talkative("outer", new Heir("inner"));
        thrown.addSuppressed(new FillsItsStack("aside"));
        thrown.addSuppressed(new Equal("further"));
        String printed = print(thrown);
        Throwable back = logged(thrown);
        assertThat(print(back)).isEqualTo(printed);
        assertThat(back.getClass().getName()).isEqualTo(Talkative.class.getName());
        assertThat(back.getMessage()).isEqualTo("outer");
        assertThat(back.getLocalizedMessage()).isEqualTo("outer");
        assertThat(back.getStackTrace()).isNotEmpty();
        assertThat(back.getCause().getClass().getName()).isEqualTo(Heir.class.getName());
        assertThat(back.getSuppressed()[0].getClass().getName()).isEqualTo(FillsItsStack.class.getName());
        assertThat(back.getSuppressed()[1].getClass().getName()).isEqualTo(Equal.class.getName());
        assertThat(back.getSuppressed()[1].hashCode()).isEqualTo(back.getSuppressed()[1].hashCode());
    }

    @Test
    void aClassThatIsNeverInitializedHoldsUpNobodyForLong() {
        // It cannot be made here either.
        FailureData data = new FailureData(
                1,
                LoggedThrowablesTests.class.getName() + "$NeverInitialized",
                "m",
                "m",
                false,
                false,
                List.of(),
                null,
                List.of(),
                List.of());
        for (int i = 0; i < 2; i++) {
            // A test that hangs here is ended by its timeout.
            Throwable back = LoggedThrowables.of(
                    new RemoteThrowable(data, null), getClass().getClassLoader());
            assertThat(back).isInstanceOf(RemoteThrowable.class).hasMessage("m");
            assertThat(back.getClass().getName()).isEqualTo(data.className());
        }
    }

    /** No class extends one of its own name. */
    @Test
    void aRemoteThrowableOfAnotherJvmIsLoggedAsOne() {
        Throwable back = logged(FailureCodec.describe(FailureCodec.encode(new IOException("m"), 100_000)));
        assertThat(back).isExactlyInstanceOf(RemoteThrowable.class);
        assertThat(back.getMessage()).isEqualTo("m");
    }
}
