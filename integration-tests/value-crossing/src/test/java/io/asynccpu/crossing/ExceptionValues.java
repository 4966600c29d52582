package io.asynccpu.crossing;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** Exceptions that are no failure but a value. */
final class ExceptionValues {

    private ExceptionValues() {}

    static class Own extends RuntimeException {
        private final int code;
        private final List<String> details = new ArrayList<>();

        Own(String message, int code) {
            super("own: " + message);
            this.code = code;
            details.add("detail " + code);
        }

        @Override
        public String getMessage() {
            return super.getMessage() + " (" + code + ")";
        }
    }

    /** Holds what no codec takes. */
    static class Holding extends Exception {
        private final transient Thread thread = Thread.currentThread();
        private final Object held;

        Holding(Object held) {
            super("holding");
            this.held = held;
        }

        @Override
        public String toString() {
            return "holding " + (held != null) + (thread != null);
        }
    }

    /** Without stack trace and suppressed ones. */
    static class Bare extends RuntimeException {
        Bare() {
            super("bare", null, false, false);
        }
    }

    record Report(String name, Exception failure, Optional<Throwable> more) {}

    record SerializableReport(String name, Throwable failure) implements Serializable {}

    static List<Sample> samples() {
        Samples samples = new Samples("exception");
        samples.everywhere("Exception", Exception.class, () -> traced(new Exception("a")))
                .add("Exception without message", Exception.class, () -> traced(new Exception()))
                .add(
                        "Exception with a cause",
                        Exception.class,
                        () -> traced(new Exception("a", traced(new IllegalStateException("b")))))
                .add("Exception with suppressed ones", Throwable.class, () -> {
                    Exception exception = traced(new IOException("a"));
                    exception.addSuppressed(traced(new IllegalStateException("b")));
                    return exception;
                })
                .add("RuntimeException as Exception", Exception.class, () -> traced(new IllegalStateException("a")))
                .add("cause that leads back", Exception.class, () -> {
                    Exception one = traced(new Exception("a"));
                    Exception other = traced(new Exception("b", one));
                    one.initCause(other);
                    return one;
                })
                .add("own exception", Own.class, () -> traced(new Own("a", 7)))
                .add("own exception as Exception", Exception.class, () -> traced(new Own("a", 7)))
                .add(
                        "own exception that holds what cannot cross",
                        Holding.class,
                        () -> traced(new Holding(new Thread())))
                .add("own exception without a stack", Bare.class, Bare::new)
                .add("SQLException", SQLException.class, () -> {
                    SQLException exception = traced(new SQLException("a", "08001", 7));
                    exception.setNextException(traced(new SQLException("b")));
                    return exception;
                })
                .add(
                        "BatchUpdateException",
                        BatchUpdateException.class,
                        () -> traced(new BatchUpdateException("a", "08001", 7, new int[] {1, -2})))
                .add(
                        "NoSuchFileException",
                        NoSuchFileException.class,
                        () -> traced(new NoSuchFileException("a", "b", "c")))
                .add(
                        "DateTimeParseException",
                        DateTimeParseException.class,
                        () -> traced(new DateTimeParseException("a", "2024-99", 5)))
                .add(
                        "UncheckedIOException",
                        UncheckedIOException.class,
                        () -> traced(new UncheckedIOException(traced(new IOException("a")))))
                .add(
                        "ExecutionException",
                        ExecutionException.class,
                        () -> traced(new ExecutionException("a", traced(new Own("b", 7)))))
                .add("Error", Error.class, () -> traced(new StackOverflowError("a")))
                .add(
                        "exceptions in a list",
                        new TypeOf<List<Exception>>() {},
                        () -> List.of(traced(new IOException("a")), traced(new Own("b", 1))))
                .add(
                        "exceptions in a map",
                        new TypeOf<Map<String, RuntimeException>>() {},
                        () -> Map.of("a", traced(new IllegalArgumentException("a"))))
                .add(
                        "exception in a record",
                        Report.class,
                        () -> new Report("a", traced(new IOException("b")), Optional.of(traced(new Own("c", 1)))))
                .add(
                        "exception in a serializable record",
                        SerializableReport.class,
                        () -> new SerializableReport("a", traced(new IOException("b"))));
        return samples.list();
    }

    /** With the same stack trace in each process. */
    private static <T extends Throwable> T traced(T thrown) {
        thrown.setStackTrace(new StackTraceElement[] {
            new StackTraceElement("app", "module", "1", "a.B", "c", "B.java", 7),
            new StackTraceElement("a.B", "<init>", null, -2)
        });
        return thrown;
    }
}
