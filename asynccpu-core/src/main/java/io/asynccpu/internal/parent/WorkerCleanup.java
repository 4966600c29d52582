package io.asynccpu.internal.parent;

import io.asynccpu.internal.concurrent.RetryingSteps;
import io.asynccpu.internal.protocol.ProtocolException;
import io.asynccpu.spi.StartPlan;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the last steps of a worker, on the worker's own thread. Whatever fails on the way, for example because memory
 * ran out, at the end the worker's tasks are answered, and none of its processes and files is left.
 */
final class WorkerCleanup implements RetryingSteps.Steps {

    private static final int REPORT_DEATH = 9;
    private static final int LEAVE_SITE = 11;
    private static final int REPORT_GONE = 12;

    private final WorkerLifecycle worker;
    private final WorkerChannel channel;
    private final Handshake handshake;
    private final WorkerStartup startup;
    private final WorkerShutdown shutdown;
    private final ReceiveFailures receiveFailures;
    private final PendingDump dump;
    private final PostMortem postMortem;
    private final WorkerEvents events;
    // Made while there is memory.
    private final RetryingSteps steps = new RetryingSteps(this);

    private @Nullable Throwable startFailure;
    private @Nullable WorkerDeath death;

    WorkerCleanup(
            WorkerLifecycle worker,
            WorkerChannel channel,
            Handshake handshake,
            WorkerStartup startup,
            WorkerShutdown shutdown,
            ReceiveFailures receiveFailures,
            PendingDump dump,
            PostMortem postMortem,
            WorkerEvents events) {
        this.worker = worker;
        this.channel = channel;
        this.handshake = handshake;
        this.startup = startup;
        this.shutdown = shutdown;
        this.receiveFailures = receiveFailures;
        this.dump = dump;
        this.postMortem = postMortem;
        this.events = events;
    }

    /** @param failure why the worker never became ready; null if it did */
    void carryOut(@Nullable Throwable failure) {
        startFailure = failure;
        steps.carryOut();
    }

    @Override
    public boolean isIndispensable(int step) {
        return step == REPORT_DEATH || step == LEAVE_SITE || step == REPORT_GONE;
    }

    @Override
    public boolean carryOut(int step) {
        switch (step) {
            case 0 -> startFailure = startup.causeOf(startFailure);
            case 1 -> takeNoMoreTasks();
            case 2 -> startup.releasePermit();
            case 3 -> ShutdownNotifier.remove(channel);
            case 4 -> handshake.stopFollowingLevels();
            case 5 -> shutdown.awaitEnd(startFailure);
            case 6 -> startup.closeLeash();
            case 7 -> death = examine();
            case 8 -> dump.close("it has ended: " + death().reason());
            case REPORT_DEATH -> {
                worker.die();
                events.died(death());
            }
            // No answer waits for the descendants.
            case 10 -> shutdown.killDescendants();
            case LEAVE_SITE -> startup.leaveSite();
            case REPORT_GONE -> events.gone();
            default -> {
                return false;
            }
        }
        return true;
    }

    private void takeNoMoreTasks() {
        if (startFailure instanceof ProtocolException nonsense) {
            // Without that it would be given time to end by itself.
            receiveFailures.killForNonsense(nonsense);
        }
        worker.loseChannel();
    }

    private WorkerDeath examine() {
        WorkerDeath found = postMortem.examine(
                startup.remains(), worker.isStopping(), worker.killReason(), startFailure, channel.connected() != null);
        StartPlan.Fault fault = handshake.fault(found, startup.isFromArchive());
        if (found.brokeDown()) {
            startup.brokeDown();
        }
        return found.with(fault);
    }

    private WorkerDeath death() {
        WorkerDeath known = death;
        if (known == null) {
            known = WorkerDeath.unexamined(worker.pid(), startFailure);
            death = known;
        }
        return known;
    }
}
