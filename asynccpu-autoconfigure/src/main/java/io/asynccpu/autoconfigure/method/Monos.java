package io.asynccpu.autoconfigure.method;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** All that knows Reactor. It is loaded for methods that return a {@code Mono} only, so never where Reactor is absent. */
public final class Monos {

    private Monos() {}

    /** Each subscription starts a future of its own; its disposal cancels the future. A null result is an empty Mono. */
    public static Object cold(Supplier<CompletableFuture<?>> future) {
        return Mono.fromFuture(future);
    }

    /** Subscribes; the future's cancellation disposes the subscription. */
    public static CompletableFuture<?> subscribe(Object mono) {
        return ((Mono<?>) mono).toFuture();
    }
}
