package io.asynccpu.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReaderPermitTests {

    private final ReaderPermit turn = new ReaderPermit();

    @Test
    void nobodyTakesWhatTheOwnerHasNotLent() {
        assertThat(turn.tryTake()).isFalse();
        turn.lend();
        assertThat(turn.tryTake()).isTrue();
        assertThat(turn.tryTake()).isFalse();
        turn.giveBack(false);
        assertThat(turn.tryTake()).isTrue();
    }

    @Test
    void theOwnerHasItAgainWhenNoGuestComes() {
        turn.lend();
        turn.regain(turn.sentAway());
        assertThat(turn.tryTake()).isFalse();
    }

    @Test
    void theOwnerOfATurnThatIsNotLentGoesOn() {
        turn.regain(turn.sentAway());
        turn.regainNow();
        assertThat(turn.tryTake()).isFalse();
    }

    /** Else that guest's answer would wait until the owner has lingered. */
    @Test
    void aGuestWhoCameTooEarlyIsNotForgotten() {
        int before = turn.sentAway();
        assertThat(turn.tryTake()).isFalse();
        turn.lend();
        assertThat(turn.sentAway()).isNotEqualTo(before);
        turn.regain(before);
        assertThat(turn.tryTake()).isFalse();
    }

    /** As a virtual thread does, also when others are served all the time. */
    @Test
    void whoDeclinesSendsTheOwnerOn() throws InterruptedException {
        turn.decline();
        turn.lend();
        assertThat(turn.tryTake()).isTrue();
        turn.giveBack(false);
        turn.decline();
        Thread busyGuest = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                if (turn.tryTake()) {
                    turn.giveBack(false);
                }
            }
        });
        busyGuest.start();
        turn.regain(turn.sentAway());
        busyGuest.interrupt();
        busyGuest.join();
        assertThat(turn.tryTake()).isFalse();
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
                    if (turn.tryTake()) {
                        alone.run();
                        turn.giveBack(summons);
                    }
                }
            });
            guests[i].start();
        }
        begun.await();
        for (int i = 0; i < rounds; i++) {
            int sentAway = turn.sentAway();
            turn.lend();
            turn.regain(sentAway);
            alone.run();
        }
        over.set(true);
        for (Thread guest : guests) {
            guest.join();
        }
        assertThat(shared).isFalse();
    }
}
