package io.asynccpu.sample.mandelbrot;

import io.asynccpu.api.ProcessAsync;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.faults.Faults;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * What nobody would do to a web application: each method harms the JVM that it runs in. That is a child, of the same pool that
 * renders the tiles. Called anywhere else, the faults refuse.
 */
@Service
@ProcessAsync(pool = "mandelbrot", timeout = "${sample.mandelbrot.fault-timeout}")
class FaultService {

    /** A write to address 0 in native code. */
    public ProcessTask<@Nullable Void> crash() {
        return ProcessTask.completed(Faults.segfault().run());
    }

    /** {@code System.exit(1)}. */
    public ProcessTask<@Nullable Void> exit() {
        return ProcessTask.completed(Faults.exit(1).run());
    }

    /** An endless loop that hears no interrupt. The timeout ends it. */
    public ProcessTask<@Nullable Void> hang() {
        return ProcessTask.completed(Faults.busyLoop().run());
    }

    /** Takes memory until the child's heap is full. */
    public ProcessTask<@Nullable Void> exhaust() {
        return ProcessTask.completed(Faults.heapExhaustion().run());
    }
}
