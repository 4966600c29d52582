package io.asynccpu.worker;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * Threads of this JVM, for whoever expects a process: alive as long as they work. Whatever is done to it is done to them,
 * never to this JVM, whose number it has and nothing else. Thread-safe.
 */
final class StandInProcess extends Process {

    /** As after SIGTERM and SIGKILL. */
    private static final int TERMINATED = 128 + 15;

    private static final int KILLED = 128 + 9;

    private final CompletableFuture<Integer> exit;
    private final IntConsumer end;

    /**
     * @param exit completed with the exit code when the threads have ended, or nobody counts on them any more
     * @param end ends them with an exit code; does nothing after the first time
     */
    StandInProcess(CompletableFuture<Integer> exit, IntConsumer end) {
        this.exit = exit;
        this.end = end;
    }

    @Override
    public OutputStream getOutputStream() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public InputStream getInputStream() {
        return InputStream.nullInputStream();
    }

    @Override
    public InputStream getErrorStream() {
        return InputStream.nullInputStream();
    }

    @Override
    public int waitFor() throws InterruptedException {
        try {
            return exit.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
        try {
            exit.get(timeout, unit);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public int exitValue() {
        if (!exit.isDone()) {
            throw new IllegalThreadStateException("The threads have not ended");
        }
        return exit.join();
    }

    @Override
    public void destroy() {
        end.accept(TERMINATED);
    }

    @Override
    public Process destroyForcibly() {
        end.accept(KILLED);
        return this;
    }

    @Override
    public boolean supportsNormalTermination() {
        return true;
    }

    @Override
    public CompletableFuture<Process> onExit() {
        return exit.thenApply(code -> this);
    }

    @Override
    public ProcessHandle toHandle() {
        return new Handle(this);
    }

    private record Handle(StandInProcess process) implements ProcessHandle {

        @Override
        public long pid() {
            return ProcessHandle.current().pid();
        }

        @Override
        public Optional<ProcessHandle> parent() {
            return Optional.empty();
        }

        @Override
        public Stream<ProcessHandle> children() {
            return Stream.empty();
        }

        /** This JVM's belong to others, too. */
        @Override
        public Stream<ProcessHandle> descendants() {
            return Stream.empty();
        }

        @Override
        public Info info() {
            return new NothingKnown();
        }

        @Override
        public CompletableFuture<ProcessHandle> onExit() {
            return process.exit.thenApply(code -> this);
        }

        @Override
        public boolean supportsNormalTermination() {
            return true;
        }

        @Override
        public boolean destroy() {
            process.destroy();
            return true;
        }

        @Override
        public boolean destroyForcibly() {
            process.end.accept(KILLED);
            return true;
        }

        @Override
        public boolean isAlive() {
            return process.isAlive();
        }

        @Override
        public int compareTo(ProcessHandle other) {
            return Long.compare(pid(), other.pid());
        }
    }

    /** So nobody takes a thread that waits for one that is frozen. */
    private record NothingKnown() implements ProcessHandle.Info {

        @Override
        public Optional<String> command() {
            return Optional.empty();
        }

        @Override
        public Optional<String> commandLine() {
            return Optional.empty();
        }

        @Override
        public Optional<String[]> arguments() {
            return Optional.empty();
        }

        @Override
        public Optional<Instant> startInstant() {
            return Optional.empty();
        }

        @Override
        public Optional<Duration> totalCpuDuration() {
            return Optional.empty();
        }

        @Override
        public Optional<String> user() {
            return Optional.empty();
        }
    }
}
