package io.asynccpu.autoconfigure.worker;

import org.springframework.context.ApplicationContext;

/**
 * Event published when a child has finished its last task and is about to close its context. Not published in a child that dies
 * or is killed, also because it takes longer than its pool's grace periods.
 */
public final class ProcessWorkerStoppingEvent extends ProcessWorkerEvent {

    ProcessWorkerStoppingEvent(ApplicationContext context, String pool) {
        super(context, pool);
    }
}
