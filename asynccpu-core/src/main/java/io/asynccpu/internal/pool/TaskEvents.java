package io.asynccpu.internal.pool;

import io.asynccpu.api.TaskFailure;
import io.asynccpu.api.TaskOutcome;
import io.asynccpu.internal.task.PoolTask;
import io.asynccpu.internal.task.RecentFailures;
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
    private final RecentFailures failures;

    TaskEvents(Dispatcher dispatcher, EventFeed events, List<? extends TaskMeter> meters, RecentFailures failures) {
        this.dispatcher = dispatcher;
        this.events = events;
        this.meters = meters;
        this.failures = failures;
    }

    @Override
    public String whyTasksWait() {
        return dispatcher.read(dispatcher.admission()::whyTasksWait);
    }

    @Override
    public void decided(TaskOutcome outcome) {
        // Before the future is complete: a thread that has the result sees the task counted.
        dispatcher.taskCounts().count(outcome);
    }

    @Override
    public void withdrawn(PoolTask<?> task) {
        dispatcher.update(actions -> dispatcher.queue().remove(task));
    }

    @Override
    public void failed(TaskFailure failure, long bytes) {
        failures.add(failure, bytes);
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
            dispatcher.completed(task);
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
