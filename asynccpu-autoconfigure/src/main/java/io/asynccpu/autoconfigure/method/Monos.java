package io.asynccpu.autoconfigure.method;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Support for methods that return a {@code Mono}. The class is loaded for such methods and with WebFlux only, so never where
 * Reactor is absent.
 */
public final class Monos {

    private Monos() {}

    /** Each subscription starts a future of its own; its disposal cancels the future. A null result is an empty Mono. */
    public static Object cold(Supplier<CompletableFuture<?>> future) {
        return Mono.fromFuture(future);
    }

    /**
     * Calls on a thread that may block. An exception of the call becomes an error without a cancel, which may interrupt that
     * thread.
     */
    public static <T> Publisher<T> callBlocking(Supplier<@Nullable T> call) {
        return Mono.<T>create(sink -> sink.success(call.get())).subscribeOn(Schedulers.boundedElastic());
    }

    /** Subscribes; the future's cancellation disposes the subscription. */
    public static CompletableFuture<?> subscribe(Object mono) {
        return ((Mono<?>) mono).toFuture();
    }
}
