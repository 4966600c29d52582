package io.asynccpu.pool;

import io.asynccpu.concurrent.Timer;

/**
 * Tasks that go on though they were cancelled or timed out. Their worker gets no more tasks, and is killed as soon as
 * nothing else runs on it, or when the time that its other tasks get is over; unless the late one ends after all.
 */
final class Latecomers {

    private final Books books;
    private final PoolSettings.Ladder ladder;
    private final Timer timer;

    Latecomers(Books books, PoolSettings.Ladder ladder, Timer timer) {
        this.books = books;
        this.ladder = ladder;
        this.timer = timer;
    }

    /** The cancel grace period of the lease is over. */
    void overdue(Lease lease) {
        books.decide(decisions -> {
            PooledWorker worker = books.workforce().find(lease.worker());
            // Guard against race with the task's end: once it has left the books nothing may hit its worker.
            if (worker == null || worker.lease(lease.task().taskId()) == null) {
                return;
            }
            worker.overdue(lease);
            if (worker.hasOnlyOverdue()) {
                condemn(worker, decisions);
            } else {
                timer.after(ladder.neighborGracePeriod().toNanos(), () -> neighborsTimeIsOver(worker, lease));
            }
        });
    }

    private void neighborsTimeIsOver(PooledWorker worker, Lease lease) {
        books.decide(decisions -> {
            if (!worker.isOverdue(lease)) {
                return;
            }
            long lost = books.lostNanos(
                    worker.worker(), ladder.neighborGracePeriod().toNanos());
            if (lost > 0) {
                timer.after(lost, () -> neighborsTimeIsOver(worker, lease));
            } else {
                condemn(worker, decisions);
            }
        });
    }

    /** Caller holds the lock of the books. */
    void someTaskEnded(PooledWorker worker, Decisions decisions) {
        if (worker.hasOnlyOverdue()) {
            condemn(worker, decisions);
        }
    }

    /** Dismissed first, so that the kill, which comes after the lock, cannot hit another task. */
    private static void condemn(PooledWorker worker, Decisions decisions) {
        worker.dismiss();
        decisions.condemn(worker.worker(), worker.overdueReason());
    }
}
