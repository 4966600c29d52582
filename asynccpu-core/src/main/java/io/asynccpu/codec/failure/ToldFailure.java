package io.asynccpu.codec.failure;

import io.asynccpu.api.RemoteTaskException;
import io.asynccpu.codec.ObjectCodec;
import io.asynccpu.codec.concurrent.OwnThread;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A failure as a child has told it: sound as data, but no object of the application yet. Immutable. */
public final class ToldFailure {

    private static final Logger LOG = LoggerFactory.getLogger(ToldFailure.class);

    private final FailureData.Report report;

    ToldFailure(FailureData.Report report) {
        this.report = report;
    }

    /**
     * The failure itself, as {@link FailureCodec} says. Runs code of the application, which may take any time, so not on a thread
     * that somebody else needs; never throws.
     *
     * @param loader of the application's classes
     * @param codec for fields; null to leave them out
     */
    public Throwable rebuild(ClassLoader loader, @Nullable ObjectCodec codec) {
        try {
            return new ThrowableBuilder(loader, codec).build(report);
        } catch (Throwable e) {
            // Of the application's code, or exhausted memory: neither may hide the failure that it is about.
            LOG.debug("A worker's {} is not rebuilt: {}", report.failure().className(), FieldValues.reason(e));
            Throwable plain = plain();
            addNote(plain, e);
            return plain;
        }
    }

    /**
     * A failure that was rebuilt, or only told, and its words, for which its own code was asked.
     */
    public record Rebuilt(Throwable failure, String words) {}

    /** Like {@link #rebuild} on a thread of its own; if that takes longer, the failure is only told. */
    public Rebuilt rebuildWithin(Duration most, ClassLoader loader, @Nullable ObjectCodec codec) {
        try {
            return OwnThread.call("asynccpu-failure", most, () -> {
                Throwable failure = rebuild(loader, codec);
                return new Rebuilt(failure, failure.toString());
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | OutOfMemoryError e) {
            LOG.debug("A worker's {} is not rebuilt: {}", report.failure().className(), FieldValues.reason(e));
        }
        RemoteTaskException plain = plain();
        return new Rebuilt(plain, plain.toString());
    }

    private static void addNote(Throwable plain, Throwable reason) {
        RemoteTaskException note = new RemoteTaskException(
                reason.getClass().getName(),
                "thrown while the failure was rebuilt here, which is therefore only told",
                null);
        note.setStackTrace(reason.getStackTrace());
        plain.addSuppressed(note);
    }

    /** The same as data only: runs no code of the application. */
    public RemoteTaskException plain() {
        return plain(report.failure());
    }

    private static RemoteTaskException plain(FailureData data) {
        RemoteTaskException told = new RemoteTaskException(
                data.className(), data.message(), data.cause() == null ? null : plain(data.cause()));
        told.setStackTrace(data.frames().toArray(StackTraceElement[]::new));
        data.suppressed().forEach(each -> told.addSuppressed(plain(each)));
        return told;
    }

    /** As something to print: no class of it is looked for. */
    public RemoteThrowable describe() {
        return RemoteThrowable.of(report);
    }
}
