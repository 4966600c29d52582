package io.asynccpu.support;

import io.asynccpu.ProcessTaskPoolExecutor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The pool of a {@link PoolTest}: one worker. At the end of the test it cancels what still runs. */
final class OneWorker implements ParameterResolver, AfterEachCallback {

    private @Nullable ProcessTaskPoolExecutor pool;

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == ProcessTaskPoolExecutor.class;
    }

    @Override
    public ProcessTaskPoolExecutor resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (pool == null) {
            pool = ProcessTaskPoolExecutor.builder()
                    .maxWorkers(1)
                    .cancelTasksWhenShutdown(true)
                    .build();
        }
        return pool;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (pool != null) {
            // An interrupt that a test has left would cut the close short.
            Thread.interrupted();
            pool.close();
            pool = null;
        }
    }
}
