package io.asynccpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.api.TaskFunction0;
import io.asynccpu.support.PoolTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is remembered of a function must never stand for another one. */
@Timeout(60)
@PoolTest
class CallCatalogTests {

    private static final class Adds implements TaskFunction0<Integer> {

        private final int summand;

        Adds(int summand) {
            this.summand = summand;
        }

        @Override
        public Integer apply() {
            return summand + 1;
        }
    }

    @Test
    void whatALambdaHasCapturedCrossesEachTime() {
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            List<Integer> results = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                int captured = i;
                results.add(pool.createProcessTask(() -> captured * 10).join());
            }
            assertThat(results).containsExactly(0, 10, 20);
        }
    }

    @Test
    void whatAnObjectHoldsCrossesEachTime() {
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            assertThat(pool.createProcessTask(new Adds(1)).join()).isEqualTo(2);
            assertThat(pool.createProcessTask(new Adds(5)).join()).isEqualTo(6);
        }
    }

    @Test
    void functionsOfOneClassAreToldApart() {
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(2).build()) {
            for (int i = 0; i < 5; i++) {
                assertThat(pool.createProcessTask(() -> "first").join()).isEqualTo("first");
                assertThat(pool.createProcessTask(() -> "second").join()).isEqualTo("second");
                assertThat(pool.createProcessTask(String::length, "third").join())
                        .isEqualTo(5);
            }
        }
    }

    @Test
    void aFreshWorkerLearnsWhatItsPredecessorKnew() {
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .maxTasksPerWorker(2)
                .build()) {
            for (int i = 0; i < 5; i++) {
                assertThat(pool.createProcessTask(String::length, "four").join())
                        .isEqualTo(4);
            }
        }
    }
}
