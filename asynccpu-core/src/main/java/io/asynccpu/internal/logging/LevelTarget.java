package io.asynccpu.internal.logging;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The loggers of a child, as its logging back end knows them. */
public interface LevelTarget {

    /** @param level null to inherit the level */
    void set(String logger, @Nullable String level);

    /** Returns the levels that are set, by logger name. */
    Map<String, String> levels();
}
