package io.asynccpu.supervisor;

/**
 * The permit to read a worker's messages. The worker's own thread owns it, and may lend it to threads that wait for a task there, its
 * guests.
 */
interface ReaderPermit {

    // --- by the owner ---

    /** Lets guests take it until {@link #regain}. */
    void lend();

    /** How many guests have come in vain so far. */
    int refused();

    /**
     * Returns with the permit, when no guest has asked for it for a while or one has summoned the owner.
     *
     * @param refusedBefore how many guests had come in vain when there was a task for which the owner had to read itself
     */
    void regain(int refusedBefore);

    /** Returns with the permit as soon as no guest has it. */
    void regainNow();

    // --- by guests ---

    /** False if another thread has it; else the guest gives it back soon. */
    boolean tryTake();

    /** @param summon whether the owner is to read on at once */
    void giveBack(boolean summon);

    /** The caller waits for an answer but cannot be a guest, so the owner is not to wait for one. */
    void decline();
}
