package io.asynccpu.pool;

/** A pool among the others of this JVM, which share its memory. */
final class RoomForOthers implements MemoryLedger.Claimant {

    private final Books books;

    RoomForOthers(Books books) {
        this.books = books;
    }

    @Override
    public void roomWanted() {
        books.decide(decisions -> {
            if (books.isRunning()) {
                books.workforce().makeRoom();
            }
        });
    }

    @Override
    public void roomFreed() {
        books.proceed();
    }
}
