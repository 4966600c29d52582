package io.asynccpu.autoconfigure.worker;

import org.springframework.context.ApplicationContext;

/**
 * A child has done its last task and is about to close its context. Not published in a child that dies or is killed, which a
 * child that takes longer than its pool's grace periods is.
 */
public final class ProcessWorkerStoppingEvent extends ProcessWorkerEvent {

    ProcessWorkerStoppingEvent(ApplicationContext context, String pool) {
        super(context, pool);
    }
}
