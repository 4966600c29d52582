package io.asynccpu.internal.logging;

/** Writes, in the parent, a line of a worker as if it had been logged here. Thread-safe. */
public interface LogReplay {

    /** @throws IllegalArgumentException if the level does not exist; nothing is written then */
    void write(ForwardedLine line);

    /** Whether the logging back end has a logger of that name; false if the back end does not tell. */
    boolean knows(String logger);
}
