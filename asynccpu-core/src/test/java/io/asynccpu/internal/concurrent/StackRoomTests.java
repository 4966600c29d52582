package io.asynccpu.internal.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StackRoomTests {

    private boolean atTheEnd = true;

    /** Looks now and then only: near the end each look makes an error with a deep stack. */
    @SuppressWarnings("InfiniteRecursion")
    private void overflow(int depth) {
        if (depth % 100 == 0) {
            atTheEnd = StackRoom.isThere();
        }
        overflow(depth + 1);
    }

    /** Also once all of this is compiled, by whichever compiler. */
    @Test
    void itIsThereUntilTheStackIsNearlyUsedUp() throws Exception {
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < 2_000; i++) {
                assertThat(StackRoom.isThere()).isTrue();
            }
            FutureTask<Void> deep = new FutureTask<>(() -> {
                try {
                    overflow(0);
                } catch (StackOverflowError e) {
                    // As expected.
                }
                return null;
            });
            new Thread(null, deep, "deep", 400 << 10).start();
            deep.get(30, TimeUnit.SECONDS);
            assertThat(atTheEnd).isFalse();
        }
    }
}
