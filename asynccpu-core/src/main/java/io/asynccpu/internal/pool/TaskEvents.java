package io.asynccpu.internal.pool;

import io.asynccpu.internal.task.PoolTask;
import io.asynccpu.spi.TaskMeter;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes the events of tasks to the pool, its listener and its meters. Thread-safe. */
final class TaskEvents implements PoolTask.Owner {

    private static final Logger LOG = LoggerFactory.getLogger(TaskEvents.class);

    private final Dispatcher dispatcher;
    private final EventFeed events;
    private final List<? extends TaskMeter> meters;

    TaskEvents(Dispatcher dispatcher, EventFeed events, List<? extends TaskMeter> meters) {
        this.dispatcher = dispatcher;
        this.events = events;
        this.meters = meters;
    }

    @Override
    public String whyTasksWait() {
        return dispatcher.lock().read(dispatcher.admission()::whyTasksWait);
    }

    @Override
    public void withdrawn(PoolTask<?> task) {
        dispatcher.lock().update(actions -> dispatcher.queue().remove(task));
    }

    @Override
    public void progressed(PoolTask<?> task) {
        events.taskProgressed(task);
    }

    @Override
    public void completed(PoolTask<?> task) {
        try {
            dispatcher.gate().run(() -> {
                events.taskEnded(task);
                for (TaskMeter meter : meters) {
                    measure(task, meter);
                }
            });
        } finally {
            // Even if the event was not delivered, as without memory: the pool ends only when all tasks are counted.
            leavePool(task);
        }
    }

    private void leavePool(PoolTask<?> task) {
        dispatcher.lifecycle().completed();
        // Guard against race with a shutdown, which looks at the count after it has changed the state.
        // Mostly the task was taken from its worker by this thread, which has also removed it.
        if (!dispatcher.lifecycle().isRunning() || dispatcher.queue().holds(task)) {
            try {
                withdrawn(task);
            } catch (OutOfMemoryError noMemory) {
                // This thread may have other tasks to complete. The review removes this one, which has been asked for.
            }
        }
    }

    private static void measure(PoolTask<?> task, TaskMeter meter) {
        try {
            task.measure(meter);
        } catch (RuntimeException | Error e) {
            LOG.warn("The time of {} was not measured", task.label(), e);
        }
    }
}
