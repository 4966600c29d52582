package io.asynccpu.autoconfigure.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

@Timeout(60)
class ThreadParkingTests {

    private static final Object LOCK = new Object();

    @Test
    void aThreadWithoutLocksMayStay() {
        assertThat(ThreadParking.here()).isEqualTo(new ThreadParking(null, null));
    }

    @Test
    void theLockOfOneClassIsGivenBack() {
        assertThat(staticSynchronized()).isEqualTo(new ThreadParking(ThreadParkingTests.class, null));
    }

    @Test
    void aLockObjectIsADanger() {
        synchronized (LOCK) {
            assertThat(ThreadParking.here().danger()).contains("a lock of java.lang.Object");
        }
    }

    @Test
    void theInstancesLockIsADangerAlsoBesideTheClasss() {
        synchronized (this) {
            assertThat(ThreadParking.here().danger()).contains("a lock of " + ThreadParkingTests.class.getName());
            assertThat(staticSynchronized().danger()).contains("a lock of " + ThreadParkingTests.class.getName());
        }
    }

    @Test
    void aReentrantLockIsADanger() {
        ReentrantLock lock = new ReentrantLock();
        lock.lock();
        try {
            assertThat(ThreadParking.here().danger()).contains("ReentrantLock");
        } finally {
            lock.unlock();
        }
    }

    @Test
    void anExecutorsOwnLocksAreNone() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            assertThat(executor.submit(ThreadParking::here).get()).isEqualTo(new ThreadParking(null, null));
        } finally {
            executor.shutdownNow();
            executor.awaitTermination(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void aBuildersOwnLockIsNone() {
        AtomicReference<ThreadParking> stay = new AtomicReference<>();
        ConfigurableApplicationContext context = new SpringApplicationBuilder(Empty.class)
                .initializers(loaded -> stay.set(ThreadParking.here()))
                .run();
        context.close();

        assertThat(stay.get()).isEqualTo(new ThreadParking(null, null));
    }

    private static synchronized ThreadParking staticSynchronized() {
        return ThreadParking.here();
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    static class Empty {}
}
