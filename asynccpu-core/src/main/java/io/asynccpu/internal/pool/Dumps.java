package io.asynccpu.internal.pool;

import io.asynccpu.api.DumpFailedException;
import io.asynccpu.api.HeapDump;
import io.asynccpu.api.Sandbox;
import io.asynccpu.api.ThreadDump;
import io.asynccpu.internal.launch.sandbox.FileBehindWall;
import io.asynccpu.internal.launch.sandbox.Wall;
import io.asynccpu.internal.parent.Worker;
import io.asynccpu.internal.protocol.ChildFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks workers for thread dumps and heap dumps. Thread-safe. */
final class Dumps {

    private static final Logger LOG = LoggerFactory.getLogger(Dumps.class);

    private static final byte[] HEADER = "JAVA PROFILE".getBytes(StandardCharsets.US_ASCII);

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    /** So that no two files of this JVM have the same name. */
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final PoolSettings settings;
    private final IntFunction<@Nullable Worker> find;
    private final Executor callbacks;

    /**
     * @param find the worker with that number, or null
     */
    Dumps(PoolSettings settings, IntFunction<@Nullable Worker> find, Executor callbacks) {
        this.settings = settings;
        this.find = find;
        this.callbacks = callbacks;
    }

    CompletableFuture<ThreadDump> ofThreads(int workerId) {
        Worker worker = find.apply(workerId);
        if (worker == null) {
            return refused("it has no worker " + workerId);
        }
        // On a callback thread, also if it fails: users' stages depend on the future.
        return worker.dump(null)
                .handleAsync(
                        (text, failure) -> {
                            rethrow(failure);
                            return new ThreadDump(workerId, worker.pid(), Instant.now(), text);
                        },
                        callbacks);
    }

    CompletableFuture<HeapDump> ofHeap(int workerId) {
        Path directory = settings.worker().launch().crashReports();
        Worker worker = find.apply(workerId);
        if (settings.worker().launch().inProcess() != null) {
            return refused("its workers are threads of this JVM and have no heap of their own");
        } else if (directory == null) {
            return refused(
                    "there is no directory for heap dumps; asynccpu.worker.crash-reports (crashReports in code) names one");
        } else if (worker == null) {
            return refused("it has no worker " + workerId);
        }
        Path file = directory.resolve("asynccpu-" + settings.name() + "-" + TIME.format(Instant.now()) + "-pid"
                + worker.pid() + "-" + NUMBERS.incrementAndGet() + ".hprof");
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(new DumpFailedException(
                    "Pool " + settings.name() + " gives no heap dump: " + directory + " cannot be made: " + e,
                    false,
                    e));
        }
        Sandbox sandbox = settings.worker().launch().sandbox();
        Path written = sandbox.isOn() ? Wall.TMP.resolve(file.getFileName()) : file;
        return worker.dump(written)
                .handleAsync(
                        (nothing, failure) -> {
                            if (failure == null && sandbox.isOn()) {
                                fetch(worker, written, sandbox.tmpSize(), file);
                            }
                            // A file that is still being written stays, since it may yet be complete.
                            if (failure != null
                                    && !(failure instanceof DumpFailedException failed && failed.isLate())) {
                                delete(file);
                            }
                            rethrow(sandbox.isOn() ? withSize(failure, sandbox) : failure);
                            return new HeapDump(workerId, worker.pid(), Instant.now(), file, check(worker, file));
                        },
                        callbacks);
    }

    private <T> CompletableFuture<T> refused(String reason) {
        return CompletableFuture.failedFuture(
                new DumpFailedException("Pool " + settings.name() + " gives no dump: " + reason, false, null));
    }

    private static void rethrow(@Nullable Throwable failure) {
        if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        } else if (failure != null) {
            throw new CompletionException(failure);
        }
    }

    private static @Nullable Throwable withSize(@Nullable Throwable failure, Sandbox sandbox) {
        return failure instanceof DumpFailedException
                        && String.valueOf(failure.getMessage())
                                .matches("(?s).*(File too large|No space left on device).*")
                ? new DumpFailedException(
                        failure.getMessage() + "; behind its wall it is written to the worker's /tmp first, which has "
                                + sandbox.tmpSize() + " bytes (worker.sandbox.tmp-size)",
                        false,
                        failure)
                : failure;
    }

    /** Behind its wall a worker writes to its own {@code /tmp}, which is in memory. */
    private static void fetch(Worker worker, Path written, long atMost, Path file) {
        try {
            FileBehindWall.move(worker.pid(), written, atMost, file);
        } catch (IOException e) {
            delete(file);
            throw new DumpFailedException(
                    worker + " gives no dump: " + written + " cannot be taken out of its sandbox: " + e, false, e);
        }
    }

    /** Gives its length. A worker may say that it has written what it has not. */
    private static long check(Worker worker, Path file) {
        try {
            if (Arrays.equals(ChildFile.read(file, HEADER.length), HEADER)) {
                return Files.size(file);
            }
            throw new DumpFailedException(
                    worker + " gives no dump: what it wrote to " + file + " is not a dump", false, null);
        } catch (IOException e) {
            throw new DumpFailedException(worker + " gives no dump: " + file + " cannot be read: " + e, false, e);
        }
    }

    /** Half a dump is of no use. */
    private static void delete(Path file) {
        try {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                Files.delete(file);
            }
        } catch (IOException e) {
            LOG.warn("An incomplete heap dump remains in {}", file, e);
        }
    }
}
