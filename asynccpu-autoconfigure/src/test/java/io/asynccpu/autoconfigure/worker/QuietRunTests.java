package io.asynccpu.autoconfigure.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QuietRunTests {

    @AfterEach
    void forget() {
        QuietRun.forget();
    }

    @Test
    void onceTheApplicationIsThereOnlyMainsOwnRunsAreQuieted() {
        QuietRun run = new QuietRun(
                ChildSettings.fromMap(Map.of()),
                new WorkerRole("", List.of()),
                getClass().getClassLoader());
        run.begin();
        run.outcome().cancel(false);
        AtomicReference<QuietRun> seen = new AtomicReference<>();
        AtomicReference<QuietRun> seenInAnotherGroup = new AtomicReference<>();
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        Thread main = new Thread(run.threadsOfMain(), () -> {
            run.enterMain();
            seen.set(QuietRun.ofThisThread());
            joined(new Thread(group, () -> seenInAnotherGroup.set(QuietRun.ofThisThread())));
        });

        joined(main);

        assertThat(seen.get()).isSameAs(run);
        assertThat(seenInAnotherGroup.get()).isSameAs(run);
        assertThat(QuietRun.ofThisThread()).isNull();
    }

    private static void joined(Thread thread) {
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
