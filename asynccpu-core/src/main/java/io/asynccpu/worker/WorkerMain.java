package io.asynccpu.worker;

import io.asynccpu.logging.LogForwarding;
import io.asynccpu.logging.WorkerLevels;
import io.asynccpu.protocol.Bootstrap;
import io.asynccpu.protocol.Message;
import io.asynccpu.protocol.StartedTasks;
import io.asynccpu.protocol.WorkerExit;
import io.asynccpu.transport.FrameChannel;
import io.asynccpu.transport.ParentConnection;
import java.io.IOException;
import java.io.InputStream;

/**
 * Main class of a child JVM. In stages: leash, channel, configuration, runtime, then tasks until the parent says stop or is
 * gone.
 */
public final class WorkerMain {

    private WorkerMain() {}

    /** Started by a process pool only; takes no arguments. */
    public static void main(String[] args) {
        Preparation preparation = Preparation.begin();
        Signals.handle();
        try {
            InputStream parent = System.in;
            Bootstrap bootstrap = Bootstrap.readFrom(parent);
            System.setIn(InputStream.nullInputStream());
            Host jvm = new OwnJvm();
            Leash.hold(parent, bootstrap.files());
            work(bootstrap, jvm, preparation);
        } catch (IOException e) {
            System.err.println("asynccpu: this worker has lost its parent: " + e);
            Runtime.getRuntime().halt(WorkerExit.CHANNEL_BROKE.code());
        }
    }

    private static void work(Bootstrap bootstrap, Host jvm, Preparation preparation) throws IOException {
        try (FrameChannel channel = ParentConnection.open(bootstrap)) {
            if (!(channel.receive() instanceof Message.Configure configuration)) {
                throw new IOException("the parent did not say what to do");
            }
            WorkerLevels.become(configuration.levels());
            LogForwarding.install(new ParentsLog(channel));
            Workshop workshop = Workshop.openOrTell(configuration, null, channel);
            if (workshop == null) {
                Runtime.getRuntime().halt(WorkerExit.CANNOT_START.code());
                return;
            }
            Thread farewell = new Farewell(channel);
            Runtime.getRuntime().addShutdownHook(farewell);
            StartedTasks startedTasks = StartedTasks.map(bootstrap.files().startedTasks());
            TaskRunner runner = new TaskRunner(configuration, workshop, startedTasks, jvm, channel);
            channel.send(new Message.Ready(CountedOutput.charsetOfOthers()));
            preparation.ready(runner);
            if (runner.work(configuration.threads()) == Intake.End.STOP) {
                withdraw(farewell);
                workshop.close();
                // Runs the shutdown hooks, as an orderly end should; the parent kills a worker whose hooks hang.
                System.exit(0);
            }
        }
        // The parent has closed the channel without a word, so it is dead or about to kill this process.
        Leash.awaitEnd();
    }

    /**
     * When this JVM begins to exit by itself: the parent gives it no more tasks, and ends it if other shutdown hooks do not
     * come to an end.
     */
    private static final class Farewell extends Thread {

        private final FrameChannel channel;

        Farewell(FrameChannel channel) {
            super("asynccpu-farewell");
            this.channel = channel;
        }

        @Override
        public void run() {
            try {
                channel.close();
            } catch (IOException e) {
                System.err.println("asynccpu: the channel was not closed: " + e);
            }
        }
    }

    /** In an orderly end the channel still carries what the hooks log. */
    private static void withdraw(Thread farewell) {
        try {
            Runtime.getRuntime().removeShutdownHook(farewell);
        } catch (IllegalStateException exitsAlready) {
            // A signal came first, and the farewell with it.
        }
    }
}
