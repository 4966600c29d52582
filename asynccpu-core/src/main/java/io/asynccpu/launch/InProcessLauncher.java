package io.asynccpu.launch;

import io.asynccpu.protocol.Bootstrap;

/** Runs workers on threads of this JVM instead of in JVMs of their own. */
@FunctionalInterface
public interface InProcessLauncher {

    /** Starts one; the process stands for its threads, and its end is only theirs. */
    Process start(Bootstrap bootstrap);
}
