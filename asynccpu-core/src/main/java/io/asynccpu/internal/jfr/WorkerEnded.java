package io.asynccpu.internal.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** Flight recorder event of a worker that ended, or that could not be started. */
@Name("io.asynccpu.WorkerEnded")
@Label("Worker Ended")
@Description("A worker was let go, was recycled, died, or did not start")
@Category("asynccpu")
@StackTrace(false)
final class WorkerEnded extends Event {

    @Label("Pool")
    @Nullable
    String pool;

    @Label("Worker Id")
    int workerId;

    @Label("Worker Process Id")
    long workerPid;

    @Label("Kind")
    @Nullable
    String kind;

    @Label("Cause of Death")
    @Nullable
    String cause;

    @Label("Reason")
    @Nullable
    String reason;

    @Label("Exit Code")
    int exitCode;

    @Label("Signal")
    @Nullable
    String signal;

    @Label("Age")
    @Timespan(Timespan.NANOSECONDS)
    long age;

    @Label("Tasks Done")
    long tasksDone;
}
