package io.asynccpu.internal.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** Flight recorder event of a worker that has started and can take tasks. */
@Name("io.asynccpu.WorkerReady")
@Label("Worker Ready")
@Description("A worker can take tasks")
@Category("asynccpu")
@StackTrace(false)
final class WorkerReady extends Event {

    @Label("Pool")
    @Nullable
    String pool;

    @Label("Worker Id")
    int workerId;

    @Label("Worker Process Id")
    long workerPid;

    @Label("Start-up Time")
    @Timespan(Timespan.NANOSECONDS)
    long startup;
}
