package io.asynccpu.internal.parent;

import io.asynccpu.internal.concurrent.RetryingSteps;
import io.asynccpu.internal.concurrent.Timer;
import io.asynccpu.internal.process.ProcessTree;
import io.asynccpu.internal.protocol.Message;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a worker in steps, each harder than the one before:
 *
 * <pre>{@code
 * step          what happens                                    the next step follows after
 * 1 interrupt   Message.Cancel interrupts one task's thread     cancel-grace-period, then neighbor-grace-period
 *   stack       the same message asks for that thread's stack   (step 2 is left out: the worker does not react)
 * 2 stop        Message.Stop: ends when its tasks have ended    grace-period
 * 3 SIGTERM     to the process: its shutdown hooks run          kill-grace-period
 * 4 SIGKILL     to the process and all its descendants          the end of the process
 * 5 tree        SIGKILL to whatever carries the worker's mark   -
 * }</pre>
 *
 * <p>Step 1 concerns a task, not its worker: the task's lease in the pool times it, and the pool calls {@link #condemn} if it is in
 * vain. All other steps and their timers are here. {@link #stop} enters at 2, {@link #condemn} at 3 and {@link #kill} at 4. Whatever
 * the worker's end was, {@link #awaitEnd} waits for as long as steps 2 and 3 may take, and goes on to 4 by itself; {@link
 * #killDescendants} is 5.
 *
 * <p>Actors: the pool's threads and the timer's enter, the worker's own thread waits for the end. Shared state is in the {@link
 * WorkerLifecycle}; a signal to a process that has ended does nothing, so a late timer does no harm.
 */
final class WorkerShutdown {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerShutdown.class);

    /** From the end of its channel to the end of a process that is ending anyway. */
    private static final long PROMPT_END_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** From SIGKILL to the end of the process. */
    private static final long SIGKILL_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** From the end of the process to the end of its output, unless a descendant holds the streams. */
    private static final long OUTPUT_MILLIS = 20;

    /** The last output of a worker is worth a wait on a busy machine; mostly it has been read already. */
    private static final long LATE_OUTPUT_MILLIS = 2_000;

    private static final int MOST_ATTEMPTS = 100;

    private final WorkerSpec spec;
    private final WorkerLifecycle worker;
    private final WorkerChannel channel;
    private final Timer timer;
    private final OutputTail output;
    private final PostMortem postMortem;

    WorkerShutdown(
            WorkerSpec spec,
            WorkerLifecycle worker,
            WorkerChannel channel,
            Timer timer,
            OutputTail output,
            PostMortem postMortem) {
        this.spec = spec;
        this.worker = worker;
        this.channel = channel;
        this.timer = timer;
        this.output = output;
        this.postMortem = postMortem;
    }

    /** Ends a retired worker in an orderly way; one that was never ready has nothing to bring to an end, and is killed. */
    void stop() {
        ProcessTree running = worker.process();
        if (running == null) {
            // Killed as soon as it has one.
            return;
        }
        if (worker.wasNeverReady()) {
            running.kill();
        } else {
            running.listDescendants();
            channel.send(new Message.Stop());
            timer.after(spec.graceNanos(), () -> terminate(running));
        }
    }

    /** SIGTERM, and SIGKILL after the kill grace period. Does nothing if the worker is dead or condemned already. */
    void condemn(KillReason reason) {
        end(reason, false);
    }

    /** SIGKILL at once, for a worker that would not heed SIGTERM. Does nothing if the worker is dead or condemned already. */
    void kill(KillReason reason) {
        end(reason, true);
    }

    private void end(KillReason reason, boolean atOnce) {
        if (!worker.condemn(reason)) {
            return;
        }
        LOG.debug("{} is killed: {}", worker, reason.reason());
        ProcessTree running = worker.process();
        if (running != null) {
            signal(running, atOnce);
        }
    }

    /** Tries again without memory: no other thread would, since the worker counts as condemned already. */
    private void signal(ProcessTree running, boolean atOnce) {
        for (int attempt = 1; ; attempt++) {
            try {
                if (atOnce) {
                    running.kill();
                } else {
                    terminate(running);
                }
                return;
            } catch (OutOfMemoryError noMemory) {
                if (attempt == MOST_ATTEMPTS) {
                    throw noMemory;
                }
                RetryingSteps.pause();
            }
        }
    }

    private void terminate(ProcessTree running) {
        running.terminate();
        timer.after(spec.killGraceNanos(), running::kill);
    }

    /**
     * By the worker's own thread, when its channel has ended: waits for the end of the process, by force if need be, and for its last
     * output.
     *
     * @param startFailure null if the worker was ready
     */
    void awaitEnd(@Nullable Throwable startFailure) {
        ProcessTree ending = worker.process();
        if (ending == null) {
            return;
        }
        try {
            channel.close();
            // A worker that was killed or has crashed is dead at once, and a look at all processes would delay the
            // answer.
            if (!ending.awaitEnd(PROMPT_END_NANOS)) {
                ending.listDescendants();
            }
            // An orderly worker closes its channel just before it exits; a condemned one is being killed already.
            if (!ending.awaitEnd(spec.graceNanos() + spec.killGraceNanos())) {
                worker.blame(whyStuck(startFailure));
                ending.kill();
                if (!ending.awaitEnd(SIGKILL_NANOS)) {
                    LOG.error("{} survives SIGKILL", worker);
                }
            }
            if (!output.awaitEnd(OUTPUT_MILLIS)) {
                // A process that the worker has started writes to the same streams.
                ending.killDescendants();
            }
            output.close(LATE_OUTPUT_MILLIS);
        } catch (IOException e) {
            LOG.debug("A stream or channel of {} was closed already", worker, e);
        }
    }

    private KillReason whyStuck(@Nullable Throwable startFailure) {
        boolean closedItself = channel.connected() != null && !(startFailure instanceof StartRefusedException);
        if (startFailure != null && !closedItself) {
            return new KillReason(
                    "its start had failed, but it did not end: " + startFailure.getMessage(), "see the cause");
        }
        ExitNotice notice = postMortem.exitNotice();
        return new KillReason(
                "it had closed its channel, as when it exits, but did not end; perhaps a shutdown hook hangs"
                        + (notice == null ? "" : "; " + notice.sentence()),
                "let its shutdown hooks come to an end, and tasks return or throw instead of ending its JVM");
    }

    /** After the end of the process. */
    void killDescendants() {
        ProcessTree ended = worker.process();
        if (ended != null) {
            ended.killDescendants();
        }
    }
}
