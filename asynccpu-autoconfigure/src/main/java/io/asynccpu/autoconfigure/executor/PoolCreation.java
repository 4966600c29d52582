package io.asynccpu.autoconfigure.executor;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.spi.TaskCall;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Creates a pool for which all beans are found. */
public interface PoolCreation {

    /** Returns the check that the pool will make of signatures, without creating the pool. */
    Consumer<TaskCall> signatureCheck();

    /** Has another thread create the pool; returns at once. */
    CompletableFuture<ProcessTaskPoolExecutor> begin();
}
