package io.asynccpu.internal.launch;

import io.asynccpu.internal.protocol.Bootstrap;

/** Starts workers on threads of this JVM instead of in JVMs of their own. */
@FunctionalInterface
public interface InProcessLauncher {

    /** Starts a worker and returns its threads as a process. */
    Process start(Bootstrap bootstrap);
}
