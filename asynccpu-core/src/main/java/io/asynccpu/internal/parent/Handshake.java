package io.asynccpu.internal.parent;

import io.asynccpu.internal.channel.FrameChannel;
import io.asynccpu.internal.codec.RawCodec;
import io.asynccpu.internal.codec.failure.FailureCodec;
import io.asynccpu.internal.codec.failure.ReceivedFailure;
import io.asynccpu.internal.concurrent.TimeLimitedCall;
import io.asynccpu.internal.logging.LevelFeed;
import io.asynccpu.internal.protocol.Message;
import io.asynccpu.internal.protocol.ProtocolException;
import io.asynccpu.internal.state.JvmState;
import io.asynccpu.internal.state.StateWatch;
import io.asynccpu.spi.StartPlan;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The exchange between a connected child and its parent until the worker is ready: the parent configures, the child reports its steps
 * and then that it is ready, or why it cannot start. Used by the worker's own thread, except {@link #firstState()}.
 */
final class Handshake {

    private static final Logger LOG = LoggerFactory.getLogger(Handshake.class);

    /** For the exception with which a child refuses to start; after that its description has to do. */
    private static final Duration TIME_TO_REBUILD = Duration.ofSeconds(2);

    /** For reading this JVM's state, which may run the application's code; after that the state seen before has to do. */
    private static final Duration TIME_TO_READ_STATE = Duration.ofSeconds(2);

    private final WorkerSpec spec;
    private final WorkerSettings settings;
    private final OutputTail output;
    private final ForwardedLog log;
    private final PostMortem postMortem;
    /** Keeps the child's log levels those of this JVM. */
    private final LevelFeed.Follower levelChanges;

    private volatile JvmState firstState = JvmState.NONE;
    private Map<String, String> planSettings = Map.of();
    private @Nullable String step;

    Handshake(WorkerSpec spec, WorkerChannel channel, OutputTail output, ForwardedLog log, PostMortem postMortem) {
        this.spec = spec;
        this.settings = spec.settings();
        this.output = output;
        this.log = log;
        this.postMortem = postMortem;
        this.levelChanges = levels -> channel.send(new Message.Levels(levels));
    }

    /** Returns when the worker is ready. */
    void perform(FrameChannel connected) throws IOException {
        Map<String, String> levels = LevelFeed.current();
        connected.send(configuration(levels));
        LevelFeed.follow(levelChanges, levels);
        awaitReady(connected);
    }

    void stopFollowingLevels() {
        LevelFeed.leave(levelChanges);
    }

    /** This JVM's state that the worker had taken over when it became ready. */
    JvmState firstState() {
        return firstState;
    }

    private Message.Configure configuration(Map<String, String> levels) {
        firstState = stateNow();
        planSettings = settings.plan().settings();
        return new Message.Configure(
                settings.pool(),
                spec.id(),
                settings.threads(),
                settings.maxPayload(),
                settings.codec().name(),
                settings.runtime(),
                planSettings,
                settings.configurer(),
                levels,
                firstState.values());
    }

    /**
     * Read on another thread, since a time zone or {@code Properties} of the application may run its code; a failure is not a reason not
     * to start. The first task brings what is missing.
     */
    private JvmState stateNow() {
        StateWatch watch = settings.state();
        try {
            return TimeLimitedCall.call("asynccpu-state", TIME_TO_READ_STATE, watch::current);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | OutOfMemoryError e) {
            LOG.warn(
                    "Worker {} of pool {} starts with the time zone, locales and system properties that the last task took along,"
                            + " since the current ones cannot be read",
                    spec.id(),
                    settings.pool(),
                    e);
        }
        return watch.seen();
    }

    private void awaitReady(FrameChannel connected) throws IOException {
        while (true) {
            Message message = connected.receive();
            if (message == null) {
                throw new IOException("The child closed its channel before it was ready");
            } else if (message instanceof Message.Ready ready) {
                output.otherwiseIn(ready.charset());
                return;
            } else if (message instanceof Message.StartFailed failed) {
                ReceivedFailure said = FailureCodec.read(failed.failure());
                throw new StartRefusedException(
                        said, said.rebuildWithin(TIME_TO_REBUILD, settings.applicationLoader(), new RawCodec()));
            } else if (message instanceof Message.Logged logged) {
                log.write(logged);
            } else if (message instanceof Message.Exiting exiting) {
                postMortem.exits(exiting);
            } else if (message instanceof Message.Starting starting) {
                step = starting.step();
            } else {
                throw new ProtocolException(
                        "A " + message.getClass().getSimpleName() + " message before the worker was ready");
            }
        }
    }

    /**
     * Asks the plan about a failed start; null where the start is not the plan's business. The archive is suspected first: the next
     * start without it tells. A start that this JVM or another program has disturbed says nothing of how the worker began. A training
     * runs only while nothing else wants the processor, and a slow one says nothing of other starts.
     */
    StartPlan.@Nullable Fault fault(WorkerDeath death, boolean fromArchive) {
        Throwable failure = death.startFailure();
        if (step == null
                || failure == null
                || failure instanceof ProtocolException
                || death.isDisturbed()
                || death.expected()
                || spec.training()
                || (death.brokeDown() && fromArchive)) {
            return null;
        }
        String said = failure instanceof StartRefusedException refused ? refused.sentence() : death.reason();
        return switch (death.details().cause()) {
            case EXITED, KILLED_BY_POOL -> settings.plan().failed(planSettings, step, said);
            default -> null;
        };
    }
}
