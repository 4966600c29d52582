package io.asynccpu.supervisor;

/** A permit that its owner never lends: without the fast path. */
final class ExclusiveReaderPermit implements ReaderPermit {

    @Override
    public void lend() {}

    @Override
    public int refused() {
        return 0;
    }

    @Override
    public void regain(int refusedBefore) {}

    @Override
    public void regainNow() {}

    @Override
    public boolean tryTake() {
        return false;
    }

    @Override
    public void giveBack(boolean summon) {}

    @Override
    public void decline() {}
}
