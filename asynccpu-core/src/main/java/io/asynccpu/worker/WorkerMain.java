package io.asynccpu.worker;

import io.asynccpu.logging.LogForwarding;
import io.asynccpu.logging.WorkerLevels;
import io.asynccpu.protocol.Bootstrap;
import io.asynccpu.protocol.Message;
import io.asynccpu.protocol.Outbox;
import io.asynccpu.protocol.StartedTasks;
import io.asynccpu.protocol.WorkerExit;
import io.asynccpu.state.ParentJvmState;
import io.asynccpu.transport.FrameChannel;
import io.asynccpu.transport.ParentConnection;
import java.io.EOFException;
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
            begin(Bootstrap.readFrom(System.in), preparation);
        } catch (EOFException e) {
            Words.say("this worker's parent ended before it said what to do");
            QuickEnd.now(WorkerExit.PARENT_IS_GONE);
        } catch (IOException e) {
            Words.say("this worker ends, as what it has in common with its parent is broken or gone: " + e);
            Runtime.getRuntime().halt(WorkerExit.CHANNEL_BROKE.code());
        }
    }

    private static void begin(Bootstrap bootstrap, Preparation preparation) throws IOException {
        System.setIn(InputStream.nullInputStream());
        Leash leash = Leash.hold(bootstrap);
        try {
            work(bootstrap, leash, new OwnJvm(), preparation);
        } catch (IOException e) {
            leash.leaveEndIfParentIsGone();
            throw e;
        }
    }

    private static void work(Bootstrap bootstrap, Leash leash, Host jvm, Preparation preparation) throws IOException {
        // Another thread opens the first socket meanwhile, and the JDK takes as long for its first mapping.
        Outbox outbox = Outbox.map(bootstrap.files().outbox());
        leash.awaitHold();
        try (FrameChannel channel = ParentConnection.open(bootstrap, outbox)) {
            if (!(channel.receive() instanceof Message.Configure configuration)) {
                throw new IOException("the parent did not say what to do");
            }
            WorkerLevels.become(configuration.levels());
            LogForwarding.install(new ParentsLog(channel));
            Farewell farewell = Farewell.prepare(channel);
            Workshop workshop = Workshop.openOrTell(configuration, null, ParentJvmState.ofThisJvm(), jvm, channel);
            if (workshop == null) {
                Runtime.getRuntime().halt(WorkerExit.CANNOT_START.code());
                return;
            }
            StartedTasks startedTasks = StartedTasks.map(bootstrap.files().startedTasks());
            TaskRunner runner = new TaskRunner(configuration, workshop, startedTasks, jvm, channel);
            farewell.ready(runner);
            channel.send(new Message.Ready(CountedOutput.charsetOfOthers()));
            preparation.ready(runner, leash);
            if (runner.work(configuration.threads()) == Intake.End.STOP) {
                farewell.withdraw();
                workshop.close();
                // Runs the shutdown hooks, as an orderly end should; the parent kills a worker whose hooks hang.
                System.exit(0);
            }
        }
        // The parent has closed the channel without a word, so it is dead or about to kill this process.
        Leash.awaitEnd();
    }
}
