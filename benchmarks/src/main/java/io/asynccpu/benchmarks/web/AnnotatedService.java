package io.asynccpu.benchmarks.web;

import io.asynccpu.api.ProcessAsync;
import java.util.concurrent.CompletableFuture;
import org.springframework.context.annotation.Profile;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.stereotype.Service;

/**
 * A bean that has a proxy in any case, for {@code @Async}. Without the starter the JVM ignores {@code @ProcessAsync}, whose class
 * is not there.
 */
@Service
@EnableAsync
@Profile(AnnotatedService.PROFILE)
class AnnotatedService {

    static final String PROFILE = "annotated";

    @Async
    CompletableFuture<Integer> onThread(int value) {
        return CompletableFuture.completedFuture(value);
    }

    @ProcessAsync
    public CompletableFuture<Integer> inProcess(int value) {
        return CompletableFuture.completedFuture(value);
    }
}
