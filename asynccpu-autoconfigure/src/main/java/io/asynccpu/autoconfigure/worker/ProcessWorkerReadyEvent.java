package io.asynccpu.autoconfigure.worker;

import org.springframework.context.ApplicationContext;

/**
 * Event published when a child's context is refreshed, its lifecycle beans run and its {@code WorkerConfigurer} beans were
 * called, before its first task. An exception of a listener ends the child's start.
 */
public final class ProcessWorkerReadyEvent extends ProcessWorkerEvent {

    ProcessWorkerReadyEvent(ApplicationContext context, String pool) {
        super(context, pool);
    }
}
