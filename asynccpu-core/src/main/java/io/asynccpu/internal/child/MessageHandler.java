package io.asynccpu.internal.child;

import io.asynccpu.internal.channel.FrameChannel;
import io.asynccpu.internal.codec.failure.FailureCodec;
import io.asynccpu.internal.protocol.Limits;
import io.asynccpu.internal.protocol.Message;
import java.io.IOException;

/** Carries out what the parent's messages ask for, on the thread that reads them, and returns soon. */
final class MessageHandler {

    private final String pool;
    private final TaskEnvironment environment;
    private final DumpMaker dumps;
    private final HostJvm host;
    private final FrameChannel channel;

    MessageHandler(String pool, TaskEnvironment environment, DumpMaker dumps, HostJvm host, FrameChannel channel) {
        this.pool = pool;
        this.environment = environment;
        this.dumps = dumps;
        this.host = host;
        this.channel = channel;
    }

    RunningTask received(Message.Run run) {
        return new RunningTask(
                pool, run, environment.calls().find(run), environment.state().latest(), channel, host);
    }

    void cancel(RunningTask task, boolean wantStack) throws IOException {
        if (wantStack) {
            Throwable where = task.whereItStands();
            channel.send(new Message.Stack(task.taskId(), FailureCodec.encode(where, Limits.FAILURE)));
        }
        task.cancel();
    }

    /** Handles a message that does not concern a single task. */
    void handle(Message message) throws IOException {
        if (message instanceof Message.Learn learn) {
            environment.calls().register(learn);
        } else if (message instanceof Message.Ping) {
            channel.send(new Message.Pong());
        } else if (message instanceof Message.Stay) {
            host.stay();
        } else if (message instanceof Message.Levels changed) {
            host.levels(changed.levels());
        } else if (message instanceof Message.StateChanged changed) {
            environment.state().receive(changed.changes(), changed.gone());
        } else if (message instanceof Message.Dump order) {
            dumps.make(order);
        } else {
            throw new IOException(
                    "the parent sent an unexpected " + message.getClass().getSimpleName());
        }
    }
}
