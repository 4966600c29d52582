package io.asynccpu.internal.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** Flight recorder event of a task that a worker begins to run, once for each attempt. */
@Name("io.asynccpu.TaskStarted")
@Label("Task Started")
@Description("A worker runs a task")
@Category("asynccpu")
@StackTrace(false)
final class TaskStarted extends Event {

    @Label("Pool")
    @Nullable
    String pool;

    @Label("Task Id")
    long taskId;

    @Label("Task")
    @Nullable
    String task;

    @Label("Attempt")
    int attempt;

    @Label("Worker Process Id")
    long workerPid;

    @Label("Queued")
    @Timespan(Timespan.NANOSECONDS)
    long queued;
}
