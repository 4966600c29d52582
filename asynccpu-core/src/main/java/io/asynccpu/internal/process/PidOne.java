package io.asynccpu.internal.process;

import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The consequences where this JVM is process 1, as in a container without an init: the kernel makes it the parent of
 * every orphan, and a JVM reaps only processes that it has started itself.
 */
public final class PidOne {

    private static final Logger LOG = LoggerFactory.getLogger(PidOne.class);

    private static final boolean IS_THIS_JVM = ProcessHandle.current().pid() == 1;

    private static final AtomicBoolean TOLD = new AtomicBoolean();

    private PidOne() {}

    /** Logs a warning, once for this JVM. */
    public static void warnIfThisJvmIs() {
        if (IS_THIS_JVM && !TOLD.getAndSet(true)) {
            LOG.warn(
                    "This JVM is process 1, as in a container. What a worker has started becomes its child when the worker"
                            + " dies or is killed, and stays a zombie with a process number for as long as this JVM lives, since a"
                            + " JVM does not ask how such a process ended. Start the container with an init that does: docker run"
                            + " --init, init: true in a compose file, shareProcessNamespace: true in Kubernetes, or tini as its"
                            + " entrypoint. Health and the meter asynccpu.zombies tell how many there are");
        }
    }

    /** How many zombies this JVM has; empty if it is not process 1, or the system does not tell. */
    public static OptionalInt zombies() {
        ProcessTable processes = IS_THIS_JVM ? ProcessTable.read() : null;
        return processes == null ? OptionalInt.empty() : OptionalInt.of(processes.ended(1));
    }
}
