package io.asynccpu.internal.parent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.internal.concurrent.Timer;
import io.asynccpu.internal.protocol.ProtocolException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LivenessMonitorTests {

    private static final Duration TIMEOUT = Duration.ofMillis(40);

    private final Timer timer = new Timer("asynccpu-test-timer");
    private final Child child = new Child();
    private final LivenessMonitor monitor = new LivenessMonitor(timer, TIMEOUT);

    @AfterEach
    void close() {
        timer.close();
    }

    private static class Child implements LivenessMonitor.Watched {
        private final CountDownLatch frozen = new CountDownLatch(1);
        private final CountDownLatch relieved = new CountDownLatch(1);
        private final AtomicInteger looks = new AtomicInteger();
        private final AtomicInteger asked = new AtomicInteger();
        private final CountDownLatch manyLooks = new CountDownLatch(50);
        volatile boolean talks;
        volatile boolean takingIn;
        volatile boolean excused;
        volatile @Nullable Duration cpu = Duration.ZERO;
        volatile boolean works;
        volatile boolean threadless;

        @Override
        public boolean isReady() {
            return frozen.getCount() > 0;
        }

        @Override
        public long heard() {
            manyLooks.countDown();
            return talks ? looks.incrementAndGet() : 0;
        }

        @Override
        public boolean isTakingIn() {
            return takingIn;
        }

        @Override
        public boolean isExcused() {
            return excused;
        }

        @Override
        public void relieveReader() {
            if (threadless) {
                threadless = false;
                throw new OutOfMemoryError("unable to create native thread");
            }
            relieved.countDown();
        }

        @Override
        public void ask() {
            asked.incrementAndGet();
        }

        @Override
        public @Nullable Duration processorTime() {
            Duration before = cpu;
            if (works && before != null) {
                cpu = before.plusMillis(1);
            }
            return before;
        }

        @Override
        public void frozen(Duration silence) {
            frozen.countDown();
        }
    }

    private void lookManyTimes() throws InterruptedException {
        monitor.begin(child);
        assertThat(child.manyLooks.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aReaderThatCannotBeRelievedForWantOfAThreadIsRelievedAtTheNextLook() throws Exception {
        child.takingIn = true;
        child.threadless = true;
        monitor.begin(child);
        assertThat(child.relieved.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void silenceWithoutWorkIsFrozen() throws Exception {
        monitor.begin(child);
        assertThat(child.frozen.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(child.asked).hasValue(1);
    }

    @Test
    void whoTalksIsNotEvenAsked() throws Exception {
        child.talks = true;
        lookManyTimes();
        assertThat(child.asked).hasValue(0);
        assertThat(child.frozen.getCount()).isOne();
    }

    @Test
    void whoUsesTheProcessorIsNotFrozen() throws Exception {
        child.works = true;
        lookManyTimes();
        assertThat(child.frozen.getCount()).isOne();
    }

    @Test
    void whoIsExcusedIsNotFrozenUntilTheExcuseEnds() throws Exception {
        child.excused = true;
        lookManyTimes();
        assertThat(child.asked).hasValue(0);
        assertThat(child.frozen.getCount()).isOne();
        child.excused = false;
        assertThat(child.frozen.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whereProcessorTimeIsUnknownNobodyIsFrozen() throws Exception {
        child.cpu = null;
        lookManyTimes();
        assertThat(child.frozen.getCount()).isOne();
    }

    @Test
    void aReaderThatIsHeldUpIsRelievedAndItsWorkerNotBlamed() throws Exception {
        child.takingIn = true;
        lookManyTimes();
        assertThat(child.relieved.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(child.asked).hasValue(0);
        assertThat(child.frozen.getCount()).isOne();
    }

    @Test
    void anAnswerThatNobodyAskedForIsNonsense() {
        assertThatThrownBy(monitor::answered).isInstanceOf(ProtocolException.class);
    }

    @Test
    void eachQuestionIsAnsweredOnce() throws Exception {
        monitor.begin(child);
        assertThat(child.frozen.await(30, TimeUnit.SECONDS)).isTrue();
        monitor.answered();
        assertThatThrownBy(monitor::answered).isInstanceOf(ProtocolException.class);
    }
}
