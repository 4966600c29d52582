package io.asynccpu.benchmarks.app;

import io.asynccpu.api.ProcessAsync;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Service;

/** The same work twice: on a thread of this JVM, and in a worker. */
@Service
public class HungryTasks {

    private static final long DURATION = TimeUnit.MILLISECONDS.toNanos(1_500);

    @Async
    public CompletableFuture<Integer> onThread(int mebibytes) {
        return CompletableFuture.completedFuture(eat(mebibytes));
    }

    @ProcessAsync
    public CompletableFuture<Integer> inProcess(int mebibytes) {
        return CompletableFuture.completedFuture(eat(mebibytes));
    }

    /** Holds that much in small linked objects and keeps replacing them, which is what garbage collectors like least. */
    private static int eat(int mebibytes) {
        Crumb[] held = new Crumb[mebibytes * 1024];
        long start = System.nanoTime();
        int eaten = 0;
        for (int i = 0; eaten < held.length || System.nanoTime() - start < DURATION; i = (i + 7919) % held.length) {
            held[i] = new Crumb(held[(i + 1) % held.length]);
            eaten++;
        }
        return eaten;
    }

    /** About a KiB, with a way to a younger one. */
    private static final class Crumb {

        @SuppressWarnings("unused") // Held for the garbage collector to follow.
        private final Object neighbor;

        @SuppressWarnings("unused") // As above.
        private final long[] bytes = new long[120];

        Crumb(Crumb neighbor) {
            this.neighbor = neighbor == null ? bytes : neighbor.bytes;
        }
    }
}
