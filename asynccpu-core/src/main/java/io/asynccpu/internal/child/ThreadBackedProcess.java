package io.asynccpu.internal.child;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;

/**
 * The threads of an in-process worker as a {@link Process}, alive as long as they work. Destroying it ends the threads, and never this
 * JVM, whose process id it has. Thread-safe.
 */
final class ThreadBackedProcess extends Process {

    /** The exit code after SIGTERM; that after SIGKILL follows. */
    private static final int TERMINATED = 128 + 15;

    private static final int KILLED = 128 + 9;

    private final CompletableFuture<Integer> exit;
    private final IntConsumer end;

    /**
     * @param exit completed with the exit code when the threads have ended or are abandoned
     * @param end ends the threads with an exit code; only its first call has an effect
     */
    ThreadBackedProcess(CompletableFuture<Integer> exit, IntConsumer end) {
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
        return new ThreadBackedProcessHandle(this, exit);
    }
}
