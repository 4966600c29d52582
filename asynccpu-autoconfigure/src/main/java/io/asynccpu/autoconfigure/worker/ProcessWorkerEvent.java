package io.asynccpu.autoconfigure.worker;

import org.springframework.context.ApplicationContext;
import org.springframework.context.event.ApplicationContextEvent;

/** Event in the life of a child of a process pool, published in that child's own context. */
public abstract class ProcessWorkerEvent extends ApplicationContextEvent {

    private final String pool;

    ProcessWorkerEvent(ApplicationContext context, String pool) {
        super(context);
        this.pool = pool;
    }

    /** Name of the pool that this child works for. Its process id is that of the JVM. */
    public final String getPool() {
        return pool;
    }
}
