package io.asynccpu.internal.codec.failure;

import io.asynccpu.api.RemoteTaskException;
import io.asynccpu.internal.codec.ObjectCodec;
import io.asynccpu.internal.concurrent.TimeLimitedCall;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A failure as received from a child: valid data, but not yet an object of the application. Immutable. */
public final class ReceivedFailure {

    private static final Logger LOG = LoggerFactory.getLogger(ReceivedFailure.class);

    private final FailureData.Report report;

    ReceivedFailure(FailureData.Report report) {
        this.report = report;
    }

    /**
     * Rebuilds the failure, as described at {@link FailureCodec}. May run application code and take any time, so it
     * must not be called on a thread that others need; never throws.
     *
     * @param loader of the application's classes
     * @param codec for fields; null to omit them
     */
    public Throwable rebuild(ClassLoader loader, @Nullable ObjectCodec codec) {
        try {
            return new ThrowableBuilder(loader, codec).build(report);
        } catch (Throwable e) {
            // Application code failed, or memory is exhausted; neither may hide the failure itself.
            LOG.debug("A worker's {} is not rebuilt: {}", report.failure().className(), FieldValueCodec.reason(e));
            Throwable plain = plain();
            addNote(plain, e);
            return plain;
        }
    }

    /**
     * A rebuilt failure, or its {@link #plain} form, with the result of its {@code toString()}, which is application
     * code.
     */
    public record Rebuilt(Throwable failure, String words) {}

    /** Like {@link #rebuild}, on a thread of its own; if that takes longer, returns the {@link #plain} form. */
    public Rebuilt rebuildWithin(Duration most, ClassLoader loader, @Nullable ObjectCodec codec) {
        try {
            return TimeLimitedCall.call("asynccpu-failure", most, () -> {
                Throwable failure = rebuild(loader, codec);
                return new Rebuilt(failure, failure.toString());
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | OutOfMemoryError e) {
            LOG.debug("A worker's {} is not rebuilt: {}", report.failure().className(), FieldValueCodec.reason(e));
        }
        RemoteTaskException plain = plain();
        return new Rebuilt(plain, plain.toString());
    }

    private static void addNote(Throwable plain, Throwable reason) {
        RemoteTaskException note = new RemoteTaskException(
                reason.getClass().getName(),
                "thrown while the failure was rebuilt here, so that only its data is shown",
                null);
        note.setStackTrace(reason.getStackTrace());
        plain.addSuppressed(note);
    }

    /** The failure as data only; runs no application code. */
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

    /** The failure for printing only; none of its classes is looked for. */
    public RemoteThrowable describe() {
        return RemoteThrowable.of(report);
    }
}
