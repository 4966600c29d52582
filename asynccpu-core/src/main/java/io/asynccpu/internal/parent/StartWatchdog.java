package io.asynccpu.internal.parent;

import io.asynccpu.internal.concurrent.Timer;
import io.asynccpu.internal.process.ProcessorTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives up a start that takes too long and does not compute: the start of a worker, or the preparation of the bean or class
 * that a task calls.
 *
 * <p>On a busy machine a start that computes is late but alive, and its end would only make the next one slower. So a start is
 * given up in two cases: during its whole time limit it neither used a processor noticeably nor, at every other look, waited
 * for one; or it has used processor time of ten times its limit, as in an endless loop. Where the system does not report this,
 * the time limit alone decides.
 *
 * <p>Time is counted in looks, so a parent that was itself stopped for a while does not give up the start. The timer's thread
 * looks; any thread ends the watch.
 */
public final class StartWatchdog {

    /** Processor time that no start needs, in multiples of its time. */
    static final int MOST_PROCESSOR_TIME = 10;

    /** An idle JVM uses up to a 400th of the time, which a system tells in steps of 10 ms. */
    private static final int COMPUTES = 100;

    private static final int FEWEST_LOOKS = 4;
    private static final int MOST_LOOKS = 60;
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

    private final Duration limit;
    private final Supplier<@Nullable ProcessorTime> processorTime;
    private final Runnable restsNow;
    private final Consumer<String> over;
    private final long pauseNanos;
    /** The sums at each of the last looks, as many as its time holds and the one before. */
    private final Sum[] sums;

    // Used by the timer's thread only.
    private int looks;
    private boolean hasTold;
    private int missed;
    private long toldNanos;
    private Sum sum = new Sum(0, 0);

    private volatile boolean ended;
    private volatile Timer.@Nullable Alarm next;

    /**
     * @param nanos of processor time
     * @param wanted at how many looks a processor was wanted: an idle JVM wakes now and then, and on a busy machine has
     *     to wait then
     */
    private record Sum(long nanos, int wanted) {}

    private StartWatchdog(
            Duration limit, Supplier<@Nullable ProcessorTime> processorTime, Runnable restsNow, Consumer<String> over) {
        this.limit = limit;
        this.processorTime = processorTime;
        this.restsNow = restsNow;
        this.over = over;
        long time = limit.toNanos();
        this.pauseNanos = Math.max(1, Math.max(time / MOST_LOOKS, Math.min(time / FEWEST_LOOKS, PAUSE)));
        this.sums = new Sum[(int) ((time + pauseNanos - 1) / pauseNanos) + 1];
        Arrays.fill(sums, sum);
    }

    /**
     * Watches until {@link #end()} is called, or the start is given up.
     *
     * @param processorTime of the process; null if that cannot be told
     * @param restsNow called when the process has used no processor time lately and wants none; may be wrong the next
     *     moment
     * @param over called once if the start is given up, with the end of a sentence that begins with what was not ready
     */
    public static StartWatchdog begin(
            Timer timer,
            Duration limit,
            Supplier<@Nullable ProcessorTime> processorTime,
            Runnable restsNow,
            Consumer<String> over) {
        StartWatchdog watch = new StartWatchdog(limit, processorTime, restsNow, over);
        watch.next = timer.every(watch.pauseNanos, watch::look);
        return watch;
    }

    /** The start has ended, in one way or another. */
    public void end() {
        ended = true;
        Timer.Alarm look = next;
        if (look != null) {
            look.cancel();
        }
    }

    private void look() {
        if (ended) {
            // Guard against race with begin(): the first look may have come before there was an alarm to cancel.
            end();
            return;
        }
        String verdict = verdict(processorTime.get());
        if (verdict != null) {
            over.accept("within the startup timeout of " + limit + ": " + verdict);
            // Last, since the call may have to be repeated when memory runs out.
            end();
        }
    }

    /** Null as long as the start may go on. */
    private @Nullable String verdict(@Nullable ProcessorTime told) {
        if (told == null && hasTold && missed < MOST_PROCESSOR_TIME * sums.length) {
            // As when there is no file descriptor for a while.
            missed++;
            return null;
        }
        looks++;
        if (told == null) {
            return looks >= sums.length - 1 ? "the system does not tell whether it still computes" : null;
        }
        Sum before = sum;
        long used = told.used().toNanos();
        // The time of a descendant is lost when it ends.
        long more = hasTold ? Math.max(0, used - toldNanos) : 0;
        boolean isFirst = !hasTold;
        hasTold = true;
        toldNanos = used;
        sum = new Sum(before.nanos() + more, before.wanted() + (told.isWanted() ? 1 : 0));
        sums[looks % sums.length] = sum;
        if (sum.nanos() > MOST_PROCESSOR_TIME * limit.toNanos()) {
            return "it has used " + Duration.ofNanos(sum.nanos()) + " of processor time, as in an endless loop";
        }
        if (!isFirst && !computesSince(before, 1, pauseNanos)) {
            restsNow.run();
        }
        boolean hadItsTime = looks >= sums.length;
        return hadItsTime && !computesSince(sums[(looks + 1) % sums.length], sums.length - 1, limit.toNanos())
                ? "it did not compute any more, as when it waits for something"
                : null;
    }

    private boolean computesSince(Sum then, int looksSince, long nanos) {
        return (sum.nanos() - then.nanos()) * COMPUTES > nanos || (sum.wanted() - then.wanted()) * 2 >= looksSince;
    }
}
