package io.asynccpu.internal.logging.logback;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import io.asynccpu.internal.codec.failure.RemoteThrowable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reports the class of the worker's throwable. A subclass, because Spring Boot's structured logging accepts no other proxy. */
final class RemoteThrowableProxy extends ThrowableProxy {

    private final RemoteThrowable throwable;
    private final int commonFrames;
    private final @Nullable IThrowableProxy cause;
    private final IThrowableProxy[] suppressed;

    RemoteThrowableProxy(RemoteThrowable throwable, int commonFrames) {
        super(throwable);
        this.throwable = throwable;
        this.commonFrames = commonFrames;
        this.cause = remote(super.getCause());
        this.suppressed = Arrays.stream(super.getSuppressed())
                .map(RemoteThrowableProxy::remote)
                .toArray(IThrowableProxy[]::new);
    }

    private static @Nullable IThrowableProxy remote(@Nullable IThrowableProxy plain) {
        return plain instanceof ThrowableProxy proxy && proxy.getThrowable() instanceof RemoteThrowable remote
                ? new RemoteThrowableProxy(remote, proxy.getCommonFrames())
                : plain;
    }

    @Override
    public String getClassName() {
        return throwable.className();
    }

    @Override
    public int getCommonFrames() {
        return commonFrames;
    }

    @Override
    public @Nullable IThrowableProxy getCause() {
        return cause;
    }

    @Override
    public IThrowableProxy[] getSuppressed() {
        return suppressed;
    }
}
