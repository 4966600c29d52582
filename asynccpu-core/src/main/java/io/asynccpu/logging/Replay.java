package io.asynccpu.logging;

import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/** In the parent: writes what was logged in a worker as if it had been logged here. Thread-safe. */
public interface Replay {

    /** @throws IllegalArgumentException if there is no such level; nothing is written then */
    void write(LogLine line);

    /** That of the logging system which is bound here. */
    static Replay ofThisJvm() {
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        // By name: the classes of a logging system that is not there must not be loaded.
        return factory.getClass().getName().equals("ch.qos.logback.classic.LoggerContext")
                ? new LogbackReplay(factory)
                : new FluentReplay();
    }
}
