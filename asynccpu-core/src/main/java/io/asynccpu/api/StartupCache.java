package io.asynccpu.api;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Whether workers start from an archive of their loaded classes, which makes them ready in a fraction of the time. The pool
 * makes it in the background, once for each class path, JDK and kind of worker, and later pools use it, also those of later
 * processes. Without one, or with one that cannot be used, a worker starts as it would without a cache. Immutable.
 *
 * @param isOn whether there is one
 * @param directory where archives are kept, made if need be; null for the user's cache directory
 */
public record StartupCache(boolean isOn, @Nullable Path directory) {

    /** In the user's cache directory: {@code $XDG_CACHE_HOME/asynccpu} or what the system has in its place. */
    public static final StartupCache AUTO = new StartupCache(true, null);

    /** None. */
    public static final StartupCache OFF = new StartupCache(false, null);

    /**
     * In this directory. Nobody but its owner may be able to write to it or to replace it, since the JVM trusts what is in it;
     * else it is not used.
     */
    public static StartupCache in(Path directory) {
        return new StartupCache(true, directory.toAbsolutePath().normalize());
    }

    /**
     * Reads a setting.
     *
     * @param setting {@code auto}, {@code off} or a directory
     * @throws IllegalArgumentException if it is empty or no path
     */
    public static StartupCache of(String setting) {
        if (setting.isBlank()) {
            throw new IllegalArgumentException("it must be auto, off or a directory");
        }
        return switch (setting.strip()) {
            case "auto" -> AUTO;
            case "off", "false" -> OFF;
            default -> in(Path.of(setting.strip()));
        };
    }

    /** As {@link #of} reads it. */
    @Override
    public String toString() {
        return isOn ? directory == null ? "auto" : directory.toString() : "off";
    }
}
