package io.asynccpu.internal.jfr;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** Flight recorder event of a task that has its outcome. */
@Name("io.asynccpu.TaskEnded")
@Label("Task Ended")
@Description("A task has its result or failure, or its caller gave it up")
@Category("asynccpu")
@StackTrace(false)
final class TaskEnded extends Event {

    @Label("Pool")
    @Nullable
    String pool;

    @Label("Task Id")
    long taskId;

    @Label("Task")
    @Nullable
    String task;

    @Label("State")
    @Nullable
    String state;

    @Label("Attempt")
    int attempt;

    @Label("Worker Process Id")
    long workerPid;

    @Label("Queued")
    @Timespan(Timespan.NANOSECONDS)
    long queued;

    @Label("Running")
    @Timespan(Timespan.NANOSECONDS)
    long running;

    @Label("CPU Time")
    @Timespan(Timespan.NANOSECONDS)
    long cpuTime;

    @Label("Allocated")
    @DataAmount(DataAmount.BYTES)
    long allocated;

    @Label("Failure Class")
    @Nullable
    String failure;
}
