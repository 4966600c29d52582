package io.asynccpu.benchmarks.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.benchmarks.row.Timeline.Ran;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTests {

    private static Ran ran(long worker, long submitted, long started, long ended) {
        return new Ran(ended - started > 50, worker, submitted, started, ended);
    }

    @Test
    void waitingWhileAllAreBusyIsNoBlame() {
        assertThat(Timeline.longestWaitBesideAnIdleWorker(
                        List.of(ran(1, 0, 0, 100), ran(2, 0, 0, 80), ran(2, 0, 80, 100), ran(1, 0, 100, 101)), 2))
                .isZero();
    }

    @Test
    void waitingBehindALongOneBesideAnIdleWorkerIsFound() {
        assertThat(Timeline.longestWaitBesideAnIdleWorker(
                        List.of(ran(1, 0, 0, 100), ran(2, 0, 0, 30), ran(1, 10, 100, 101)), 2))
                .isEqualTo(70);
    }

    @Test
    void aWorkerThatNeverRanAnythingWasIdleAllTheTime() {
        assertThat(Timeline.longestWaitBesideAnIdleWorker(List.of(ran(1, 0, 0, 100), ran(1, 5, 100, 101)), 2))
                .isEqualTo(95);
    }

    @Test
    void latencyOfLongOnesDoesNotCount() {
        assertThat(Timeline.p99OfNoOps(List.of(ran(1, 0, 500, 900), ran(1, 0, 7, 8))))
                .isEqualTo(7);
    }
}
