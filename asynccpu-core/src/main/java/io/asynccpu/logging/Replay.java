package io.asynccpu.logging;

/** In the parent: writes what was logged in a worker as if it had been logged here. Thread-safe. */
public interface Replay {

    /** @throws IllegalArgumentException if there is no such level; nothing is written then */
    void write(LogLine line);

    /** Whether the logging system has a logger of that name; false if it does not say. */
    boolean knows(String logger);

    /**
     * That of the logging system which is bound here.
     *
     * @param applicationLoader of classes that throwables may have
     */
    static Replay ofThisJvm(ClassLoader applicationLoader) {
        return LoggingSystem.ofThisJvm().replay(applicationLoader);
    }
}
