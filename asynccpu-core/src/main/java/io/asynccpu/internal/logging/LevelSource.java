package io.asynccpu.internal.logging;

import java.util.Map;

/** The log levels of the parent, as its logging back end knows them. */
public interface LevelSource {

    /** Has the back end call {@link LevelFeed#changed()} after each change from now on. May be called again. */
    void listen();

    /** Returns the levels that are set, by logger name. */
    Map<String, String> levels();
}
