package io.asynccpu.autoconfigure.actuate;

import io.asynccpu.autoconfigure.method.Monos;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.boot.actuate.endpoint.EndpointAccessResolver;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * Extension for WebFlux with the page and the operations that may be refused. Boot calls operations that return no publisher by
 * {@code Mono.fromCallable(…).subscribeOn(…)}, which cancels itself when the operation throws an exception. If that happens
 * before the subscribing thread has recorded its scheduled task, the subscribing thread interrupts the thread that writes the
 * answer, and Tomcat writes nothing for an interrupted thread.
 */
@EndpointWebExtension(endpoint = AsyncCpuEndpoint.class)
public class AsyncCpuReactiveExtension extends AsyncCpuWebExtension {

    private final AsyncCpuEndpoint endpoint;

    /**
     * @param access of the endpoint, which the page follows
     */
    public AsyncCpuReactiveExtension(AsyncCpuEndpoint endpoint, EndpointAccessResolver access) {
        super(access);
        this.endpoint = endpoint;
    }

    @ReadOperation
    public Publisher<PageView> list(
            @Selector String pool, @Selector String list, @Nullable Integer page, @Nullable Integer size) {
        return Monos.callBlocking(() -> endpoint.list(pool, list, page, size));
    }

    @WriteOperation
    public Publisher<PoolView> operatePool(
            @Selector String pool, @Nullable Boolean paused, @Nullable Integer maxWorkers) {
        return Monos.callBlocking(() -> endpoint.operatePool(pool, paused, maxWorkers));
    }

    @WriteOperation
    public Publisher<DumpView> operateWorker(
            @Selector String pool, @Selector String kind, @Selector int id, String operation) {
        return Monos.callBlocking(() -> endpoint.operateWorker(pool, kind, id, operation));
    }

    @DeleteOperation
    public Publisher<Object> cancel(@Selector String pool, @Selector String kind, @Selector long id) {
        return Monos.callBlocking(() -> endpoint.cancel(pool, kind, id));
    }
}
