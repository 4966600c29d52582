package io.asynccpu.internal.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.support.PoolTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@PoolTest
class TimerTests {

    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONG = TimeUnit.HOURS.toNanos(1);

    private final Timer timer = new Timer("asynccpu-test-timer");

    @AfterEach
    void close() {
        timer.close();
    }

    /** Holds up the timer's thread until it is told, so that what is added meanwhile is all due. */
    private CountDownLatch holdUp() {
        CountDownLatch go = new CountDownLatch(1);
        timer.after(0, () -> await(go));
        return go;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** When a step is due, as far as who added it can know. */
    private record Due(long earliest, long latest) {}

    @Test
    void stepsComeInTheOrderOfTheirTimesAndCancelledOnesDoNot() {
        CountDownLatch go = holdUp();
        Random random = new Random(7);
        List<Due> came = Collections.synchronizedList(new ArrayList<>());
        List<Timer.Alarm> cancelled = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            long nanos = random.nextInt(300) * MILLI;
            long before = System.nanoTime();
            AtomicReference<Due> due = new AtomicReference<>();
            Timer.Alarm alarm = timer.after(nanos, () -> came.add(due.get()));
            due.set(new Due(before + nanos, System.nanoTime() + nanos));
            if (i % 3 == 0) {
                cancelled.add(alarm);
            }
        }
        CountDownLatch last = new CountDownLatch(1);
        timer.after(300 * MILLI, last::countDown);
        cancelled.forEach(Timer.Alarm::cancel);
        go.countDown();
        await(last);
        assertThat(came).hasSize(200);
        long latestStart = Long.MIN_VALUE;
        for (Due due : came) {
            assertThat(due.latest()).isGreaterThanOrEqualTo(latestStart);
            latestStart = Math.max(latestStart, due.earliest());
        }
    }

    @Test
    void stepsOfTheSameTimeComeInTheOrderInWhichTheyWereAdded() {
        CountDownLatch go = holdUp();
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch all = new CountDownLatch(100);
        for (int i = 0; i < 100; i++) {
            int number = i;
            timer.after(0, () -> {
                order.add(number);
                all.countDown();
            });
        }
        go.countDown();
        await(all);
        assertThat(order).isSorted();
    }

    @Test
    void aStepThatFailsHarmsNoOther() {
        CountDownLatch next = new CountDownLatch(1);
        timer.after(0, () -> {
            throw new IllegalStateException("of a step");
        });
        timer.after(0, next::countDown);
        await(next);
    }

    @Test
    void aStepWithoutMemoryIsDoneAgain() {
        AtomicInteger tries = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(1);
        timer.after(0, () -> {
            if (tries.incrementAndGet() < 4) {
                throw new OutOfMemoryError("of a test");
            }
            done.countDown();
        });
        await(done);
        CountDownLatch after = new CountDownLatch(1);
        timer.after(0, after::countDown);
        await(after);
        assertThat(tries).hasValue(4);
    }

    @Test
    void aPeriodicStepComesUntilItIsCancelledAlsoByItself() {
        CountDownLatch three = new CountDownLatch(3);
        List<Timer.Alarm> own = new ArrayList<>();
        CountDownLatch added = new CountDownLatch(1);
        AtomicInteger count = new AtomicInteger();
        own.add(timer.every(MILLI, () -> {
            await(added);
            if (count.incrementAndGet() == 3) {
                own.get(0).cancel();
            }
            three.countDown();
            throw new IllegalStateException("which does not end it");
        }));
        added.countDown();
        await(three);
        CountDownLatch later = new CountDownLatch(1);
        timer.after(20 * MILLI, later::countDown);
        await(later);
        assertThat(count).hasValue(3);
    }

    @Test
    void aStandingStepComesWheneverItIsAskedForAlsoWhileItRuns() {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(2);
        Timer.Alarm standing = timer.standBy(() -> {
            first.countDown();
            await(asked);
            second.countDown();
        });
        timer.after(LONG, () -> {});
        standing.comeIn(0);
        await(first);
        standing.comeIn(0);
        asked.countDown();
        await(second);
        standing.comeIn(LONG);
        CountDownLatch later = new CountDownLatch(1);
        timer.after(20 * MILLI, later::countDown);
        await(later);
        assertThat(second.getCount()).isZero();
    }

    @Test
    void afterItsEndNothingComes() {
        CountDownLatch go = holdUp();
        AtomicInteger came = new AtomicInteger();
        timer.after(0, came::incrementAndGet);
        Timer.Alarm standing = timer.standBy(came::incrementAndGet);
        timer.close();
        timer.every(1, came::incrementAndGet).cancel();
        standing.comeIn(0);
        go.countDown();
        assertThat(came).hasValue(0);
    }
}
