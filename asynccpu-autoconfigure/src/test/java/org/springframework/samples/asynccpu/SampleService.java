package org.springframework.samples.asynccpu;

import io.asynccpu.api.ProcessAsync;
import java.util.concurrent.CompletableFuture;

/** Of an application in Spring's own packages, as its samples are. */
@ProcessAsync
public class SampleService {

    public CompletableFuture<Long> pid() {
        return CompletableFuture.completedFuture(ProcessHandle.current().pid());
    }
}
