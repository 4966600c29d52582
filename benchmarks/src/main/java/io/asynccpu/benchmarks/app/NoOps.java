package io.asynccpu.benchmarks.app;

import io.asynccpu.api.ProcessAsync;
import java.util.concurrent.CompletableFuture;
import org.springframework.stereotype.Service;

/** The least that a bean can do in a worker. */
@Service
public class NoOps {

    @ProcessAsync
    public CompletableFuture<Integer> noOp(int value) {
        return CompletableFuture.completedFuture(value);
    }

    /** In which process it ran. */
    @ProcessAsync
    public CompletableFuture<Long> pid() {
        return CompletableFuture.completedFuture(ProcessHandle.current().pid());
    }
}
