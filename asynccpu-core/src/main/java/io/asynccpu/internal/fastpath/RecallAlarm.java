package io.asynccpu.internal.fastpath;

import io.asynccpu.internal.concurrent.Timer;

/**
 * Looks after prefetched tasks while there are any: a task must not wait behind a long one while another worker is free, nor in a buffer
 * for others to be sent with. Guarded by the pool's lock.
 */
public final class RecallAlarm {

    private final Timer timer;
    private final Runnable look;
    private boolean isSet;

    /**
     * @param look is to call {@link #rings()} under the pool's lock
     */
    public RecallAlarm(Timer timer, Runnable look) {
        this.timer = timer;
        this.look = look;
    }

    public void set() {
        if (!isSet) {
            timer.after(PrefetchWindow.HORIZON, look);
            isSet = true;
        }
    }

    public void rings() {
        isSet = false;
    }

    /** The look may have failed half-way. */
    public void setAgain() {
        if (isSet) {
            isSet = false;
            set();
        }
    }
}
