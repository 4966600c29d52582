package io.asynccpu.sample.mandelbrot;

import io.asynccpu.api.ProcessAsync;
import io.asynccpu.api.ProcessTask;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** The faults as calls like any other, into the pool that renders the tiles. */
@Service
@ProcessAsync(pool = "mandelbrot", timeout = "${sample.mandelbrot.fault-timeout}")
@SuppressWarnings("NullAway") // It overlooks that a task of @Nullable Void may complete with null.
class FaultService {

    public ProcessTask<@Nullable Void> crash() {
        Faults.crash();
        return ProcessTask.completed(null);
    }

    public ProcessTask<@Nullable Void> exit() {
        Faults.exit();
        return ProcessTask.completed(null);
    }

    /** The timeout ends it. */
    public ProcessTask<@Nullable Void> hang() {
        Faults.hang();
        return ProcessTask.completed(null);
    }

    public ProcessTask<@Nullable Void> exhaust() {
        Faults.exhaust();
        return ProcessTask.completed(null);
    }
}
