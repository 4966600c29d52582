package io.asynccpu.internal.parent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReaderPermitTests {

    private final ReaderPermit permit = new ReaderPermit();

    @Test
    void nobodyTakesWhatTheOwnerHasNotLent() {
        assertThat(permit.tryTake()).isFalse();
        permit.lend();
        assertThat(permit.tryTake()).isTrue();
        assertThat(permit.tryTake()).isFalse();
        permit.giveBack(false);
        assertThat(permit.tryTake()).isTrue();
    }

    @Test
    void theOwnerHasItAgainWhenNoGuestComes() {
        permit.lend();
        permit.regain(permit.refused());
        assertThat(permit.tryTake()).isFalse();
    }

    @Test
    void theOwnerOfAPermitThatIsNotLentGoesOn() {
        permit.regain(permit.refused());
        permit.regainNow();
        assertThat(permit.tryTake()).isFalse();
    }

    /** Else that guest's answer would wait until the owner has lingered. */
    @Test
    void aGuestWhoCameTooEarlyIsNotForgotten() {
        int before = permit.refused();
        assertThat(permit.tryTake()).isFalse();
        permit.lend();
        assertThat(permit.refused()).isNotEqualTo(before);
        permit.regain(before);
        assertThat(permit.tryTake()).isFalse();
    }

    /** As a virtual thread does, also when others are served all the time. */
    @Test
    void whoDeclinesSendsTheOwnerOn() throws InterruptedException {
        permit.decline();
        permit.lend();
        assertThat(permit.tryTake()).isTrue();
        permit.giveBack(false);
        permit.decline();
        Thread busyGuest = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                if (permit.tryTake()) {
                    permit.giveBack(false);
                }
            }
        });
        busyGuest.start();
        permit.regain(permit.refused());
        busyGuest.interrupt();
        busyGuest.join();
        assertThat(permit.tryTake()).isFalse();
    }

    /** Many guests and an owner who regains it again and again: two at a time never have it. */
    @Test
    void oneAtATimeHasIt() throws Exception {
        int rounds = 2000;
        AtomicBoolean inside = new AtomicBoolean();
        AtomicBoolean shared = new AtomicBoolean();
        AtomicBoolean over = new AtomicBoolean();
        CountDownLatch begun = new CountDownLatch(3);
        Runnable alone = () -> {
            if (!inside.compareAndSet(false, true)) {
                shared.set(true);
            }
            Thread.onSpinWait();
            inside.set(false);
        };
        Thread[] guests = new Thread[3];
        for (int i = 0; i < guests.length; i++) {
            boolean summons = i == 0;
            guests[i] = new Thread(() -> {
                begun.countDown();
                while (!over.get()) {
                    if (permit.tryTake()) {
                        alone.run();
                        permit.giveBack(summons);
                    }
                }
            });
            guests[i].start();
        }
        begun.await();
        for (int i = 0; i < rounds; i++) {
            int refused = permit.refused();
            permit.lend();
            permit.regain(refused);
            alone.run();
        }
        over.set(true);
        for (Thread guest : guests) {
            guest.join();
        }
        assertThat(shared).isFalse();
    }
}
