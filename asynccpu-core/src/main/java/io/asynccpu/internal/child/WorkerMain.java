package io.asynccpu.internal.child;

import io.asynccpu.internal.channel.FrameChannel;
import io.asynccpu.internal.channel.ParentConnection;
import io.asynccpu.internal.logging.LogForwarding;
import io.asynccpu.internal.logging.WorkerLevels;
import io.asynccpu.internal.protocol.Bootstrap;
import io.asynccpu.internal.protocol.Message;
import io.asynccpu.internal.protocol.Outbox;
import io.asynccpu.internal.protocol.StartedTasks;
import io.asynccpu.internal.protocol.WorkerExit;
import io.asynccpu.internal.state.ParentJvmState;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * The main class of a child JVM. Its stages: watchdog, channel, configuration, {@link ChildStartup}, then tasks until the parent asks
 * for the end or is gone.
 */
public final class WorkerMain {

    private WorkerMain() {}

    /** Started by a process pool only; takes no arguments. */
    public static void main(String[] args) {
        WarmUp warmUp = WarmUp.begin();
        Signals.handle();
        try {
            begin(Bootstrap.readFrom(System.in), warmUp);
        } catch (EOFException e) {
            StderrLog.log("this worker ends, because its parent ended before it sent the worker's configuration");
            ImmediateExit.now(WorkerExit.PARENT_IS_GONE);
        } catch (IOException e) {
            StderrLog.log(
                    "this worker ends, because its channel to the parent, or a file shared with it, is broken: " + e);
            Runtime.getRuntime().halt(WorkerExit.CHANNEL_BROKE.code());
        }
    }

    private static void begin(Bootstrap bootstrap, WarmUp warmUp) throws IOException {
        System.setIn(InputStream.nullInputStream());
        ParentWatchdog watchdog = ParentWatchdog.start(bootstrap);
        try {
            work(bootstrap, watchdog, new ChildJvm(), warmUp);
        } catch (IOException e) {
            watchdog.awaitEndIfParentIsGone();
            throw e;
        }
    }

    private static void work(Bootstrap bootstrap, ParentWatchdog watchdog, HostJvm jvm, WarmUp warmUp)
            throws IOException {
        // Beside the watchdog's thread, which opens the first socket: the JDK takes as long for its first mapping.
        Outbox outbox = Outbox.map(bootstrap.files().outbox());
        watchdog.awaitConnection();
        try (FrameChannel channel = ParentConnection.open(bootstrap, outbox)) {
            if (!(channel.receive() instanceof Message.Configure configuration)) {
                throw new IOException("the parent did not send the worker's configuration");
            }
            WorkerLevels.become(configuration.levels());
            LogForwarding.install(new ParentLogSink(channel));
            ExitNotifier exitNotifier = ExitNotifier.install(channel);
            TaskEnvironment environment =
                    new ChildStartup(configuration, null, ParentJvmState.ofThisJvm(), jvm, channel).run();
            if (environment == null) {
                Runtime.getRuntime().halt(WorkerExit.CANNOT_START.code());
                return;
            }
            StartedTasks startedTasks = StartedTasks.map(bootstrap.files().startedTasks());
            TaskRunner runner = new TaskRunner(configuration, environment, startedTasks, jvm, channel);
            exitNotifier.ready(runner);
            channel.send(new Message.Ready(CountedOutput.charsetOfOthers()));
            warmUp.ready(runner, watchdog);
            if (runner.work() == MessageLoop.End.STOP) {
                exitNotifier.remove();
                environment.close();
                // Runs the shutdown hooks, as an orderly end does; the parent kills a worker whose hooks hang.
                System.exit(0);
            }
        }
        // The parent has closed the channel without a message: it is dead, or about to kill this process.
        ParentWatchdog.awaitEnd();
    }
}
