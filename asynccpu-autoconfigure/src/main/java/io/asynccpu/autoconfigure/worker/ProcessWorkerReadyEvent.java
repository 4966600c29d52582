package io.asynccpu.autoconfigure.worker;

import org.springframework.context.ApplicationContext;

/**
 * A child's context is refreshed, its lifecycle beans run and its {@code WorkerConfigurer} beans were called; its first task
 * comes after this. An exception of a listener ends the child's start.
 */
public final class ProcessWorkerReadyEvent extends ProcessWorkerEvent {

    ProcessWorkerReadyEvent(ApplicationContext context, String pool) {
        super(context, pool);
    }
}
