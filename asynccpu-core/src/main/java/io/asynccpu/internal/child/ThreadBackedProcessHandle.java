package io.asynccpu.internal.child;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * The handle of a {@link ThreadBackedProcess}. It has no descendants, because those of this JVM also belong to other code, and no
 * processor time, so a waiting thread is not taken for a frozen process.
 *
 * @param exit completed at the end of the process
 */
record ThreadBackedProcessHandle(Process process, CompletableFuture<Integer> exit) implements ProcessHandle {

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

    @Override
    public Stream<ProcessHandle> descendants() {
        return Stream.empty();
    }

    @Override
    public Info info() {
        return new EmptyInfo();
    }

    @Override
    public CompletableFuture<ProcessHandle> onExit() {
        return exit.thenApply(code -> this);
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
        process.destroyForcibly();
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

    private record EmptyInfo() implements ProcessHandle.Info {

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
