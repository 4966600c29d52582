package io.asynccpu.internal.parent;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.internal.concurrent.Timer;
import io.asynccpu.internal.process.ProcessorTime;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StartWatchdogTests {

    private static final Duration LIMIT = Duration.ofMillis(40);

    private final Timer timer = new Timer("asynccpu-test-timer");
    private final CompletableFuture<String> over = new CompletableFuture<>();
    private final CountDownLatch rests = new CountDownLatch(1);
    private final CountDownLatch manyLooks = new CountDownLatch(30);
    private final AtomicInteger looks = new AtomicInteger();

    @AfterEach
    void close() {
        timer.close();
    }

    /** @param processorTime that was used until each look */
    private StartWatchdog begin(IntFunction<@Nullable Duration> processorTime) {
        return beginThatWaits(look -> {
            Duration used = processorTime.apply(look);
            return used == null ? null : new ProcessorTime(used, false);
        });
    }

    private StartWatchdog beginThatWaits(IntFunction<@Nullable ProcessorTime> processorTime) {
        return StartWatchdog.begin(
                timer,
                LIMIT,
                () -> {
                    manyLooks.countDown();
                    return processorTime.apply(looks.incrementAndGet());
                },
                rests::countDown,
                over::complete);
    }

    @Test
    void aStartThatComputesGoesOn() throws Exception {
        StartWatchdog watch = begin(look -> Duration.ofMillis(look));
        assertThat(manyLooks.await(30, TimeUnit.SECONDS)).isTrue();
        watch.end();
        assertThat(over).isNotDone();
        assertThat(rests.getCount()).isPositive();
    }

    @Test
    void aStartThatWaitsForSomethingHasItsTimeAndNoMore() {
        begin(look -> Duration.ofSeconds(7));
        assertThat(over)
                .succeedsWithin(Duration.ofSeconds(30))
                .asString()
                .contains("startup timeout of PT0.04S", "did not compute any more");
        assertThat(looks.get()).isEqualTo(5);
        assertThat(rests.getCount()).isZero();
    }

    /** As the machinery of a JVM in which all else sleeps. */
    @Test
    void aStartThatHardlyComputesIsTakenForOneThatWaits() {
        begin(look -> Duration.ofNanos(look * 50_000L));
        assertThat(over).succeedsWithin(Duration.ofSeconds(30)).asString().contains("did not compute any more");
    }

    @Test
    void aLookThatLearnsNothingGivesNobodyUp() throws Exception {
        StartWatchdog watch = begin(look -> look % 3 == 0 ? null : Duration.ofMillis(look));
        assertThat(manyLooks.await(30, TimeUnit.SECONDS)).isTrue();
        watch.end();
        assertThat(over).isNotDone();
    }

    @Test
    void whereLooksLearnNothingAnyMoreTheStartIsGivenUpInTheEnd() {
        begin(look -> look > 1 ? null : Duration.ofMillis(look));
        assertThat(over).succeedsWithin(Duration.ofSeconds(30)).asString().contains("does not tell");
    }

    @Test
    void aFirstLookThatLearnsNothingIsNoFault() throws Exception {
        StartWatchdog watch = begin(look -> look == 1 ? null : Duration.ofMillis(look));
        assertThat(manyLooks.await(30, TimeUnit.SECONDS)).isTrue();
        watch.end();
        assertThat(over).isNotDone();
    }

    @Test
    void aStartThatGetsNoProcessorGoesOn() throws Exception {
        StartWatchdog watch = beginThatWaits(look -> new ProcessorTime(Duration.ZERO, look % 2 == 0));
        assertThat(manyLooks.await(30, TimeUnit.SECONDS)).isTrue();
        watch.end();
        assertThat(over).isNotDone();
    }

    @Test
    void aStartThatGetsNoProcessorKeepsItsPlaceInTheGate() throws Exception {
        StartWatchdog watch = beginThatWaits(look -> new ProcessorTime(Duration.ZERO, true));
        assertThat(manyLooks.await(30, TimeUnit.SECONDS)).isTrue();
        watch.end();
        assertThat(rests.getCount()).isPositive();
    }

    /** As what wakes now and then in a JVM in which all else sleeps, on a busy machine. */
    @Test
    void aStartThatHardlyEverWantsAProcessorIsTakenForOneThatWaitsForSomething() {
        beginThatWaits(look -> new ProcessorTime(Duration.ofNanos(look * 50_000L), look % 4 == 0));
        assertThat(over).succeedsWithin(Duration.ofSeconds(30)).asString().contains("did not compute any more");
        assertThat(rests.getCount()).isZero();
    }

    @Test
    void aStartThatHasComputedForLongOnlyGetsItsTimeOnceItWaits() {
        begin(look -> Duration.ofMillis(Math.min(look, 20)));
        assertThat(over).succeedsWithin(Duration.ofSeconds(30)).asString().contains("did not compute any more");
        assertThat(looks.get()).isEqualTo(24);
    }

    @Test
    void aStartInAnEndlessLoopIsGivenUp() {
        begin(look -> Duration.ofMillis(50L * look));
        assertThat(over).succeedsWithin(Duration.ofSeconds(30)).asString().contains("as in an endless loop");
        assertThat(looks.get()).isEqualTo(10);
    }

    /** It takes its processor time with it. */
    @Test
    void theEndOfSomethingThatTheStartHadStartedIsNoRest() throws Exception {
        StartWatchdog watch = begin(look -> Duration.ofMillis(look + (look < 10 ? 200 : 0)));
        assertThat(manyLooks.await(30, TimeUnit.SECONDS)).isTrue();
        watch.end();
        assertThat(over).isNotDone();
    }

    @Test
    void whereNobodyKnowsItHasItsTimeByTheClock() {
        begin(look -> null);
        assertThat(over).succeedsWithin(Duration.ofSeconds(30)).asString().contains("does not tell");
        assertThat(looks.get()).isEqualTo(4);
    }

    @Test
    void aStartThatHasEndedIsLeftAlone() throws Exception {
        begin(look -> Duration.ZERO).end();
        CountDownLatch later = new CountDownLatch(1);
        timer.after(10 * LIMIT.toNanos(), later::countDown);
        assertThat(later.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(over).isNotDone();
    }
}
