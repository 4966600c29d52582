package io.asynccpu.internal.parent;

import io.asynccpu.internal.process.ProcessTree;
import io.asynccpu.internal.protocol.Message;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Adapter: what a {@link LivenessMonitor} needs of a worker. */
final class WatchedWorker implements LivenessMonitor.Watched {

    private final WorkerLifecycle worker;
    private final WorkerChannel channel;
    private final WorkerShutdown shutdown;
    private final MessageReader reader;
    private final PendingDump dump;
    private final Runnable relief;

    /** @param relief has another thread take the place of the one that reads */
    WatchedWorker(
            WorkerLifecycle worker,
            WorkerChannel channel,
            WorkerShutdown shutdown,
            MessageReader reader,
            PendingDump dump,
            Runnable relief) {
        this.worker = worker;
        this.channel = channel;
        this.shutdown = shutdown;
        this.reader = reader;
        this.dump = dump;
        this.relief = relief;
    }

    @Override
    public boolean isReady() {
        return worker.state() == WorkerState.READY;
    }

    @Override
    public long heard() {
        return reader.state().heard();
    }

    @Override
    public boolean isTakingIn() {
        return reader.state().isTakingIn();
    }

    @Override
    public boolean isExcused() {
        return dump.isWritingHeap();
    }

    @Override
    public void relieveReader() {
        relief.run();
    }

    @Override
    public void ask() {
        channel.send(new Message.Ping());
    }

    @Override
    public @Nullable Duration processorTime() {
        ProcessTree running = worker.process();
        return running == null ? null : running.processorTime().orElse(null);
    }

    @Override
    public void frozen(Duration silence) {
        shutdown.kill(new KillReason(
                "it was frozen: for " + silence
                        + " it neither answered nor used the processor, as when it is stopped or swapped out",
                "find out who stopped it, or give the machine more memory; silence-timeout sets how long it may be"));
    }
}
