package io.asynccpu.api;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Whether workers start from an archive of their loaded classes, which makes them ready in a fraction of the time. The
 * pool creates it in the background, once for each class path, JDK and kind of worker, and later pools use it, also
 * those of later processes. Without an archive, or with one that cannot be used, a worker starts as it would without a
 * cache. Immutable.
 *
 * @param isOn whether archives are used
 * @param directory where archives are kept, created if necessary; null for the user's cache directory
 */
public record StartupCache(boolean isOn, @Nullable Path directory) {

    /** In the user's cache directory: {@code $XDG_CACHE_HOME/asynccpu} or the system's equivalent. */
    public static final StartupCache AUTO = new StartupCache(true, null);

    /** No archive. */
    public static final StartupCache OFF = new StartupCache(false, null);

    /**
     * In this directory. Only its owner may be able to write to it or to replace it, since the JVM trusts its content;
     * otherwise it is not used.
     */
    public static StartupCache in(Path directory) {
        return new StartupCache(true, directory.toAbsolutePath().normalize());
    }

    /**
     * Reads a setting.
     *
     * @param setting {@code auto}, {@code off} or a directory
     * @throws IllegalArgumentException if it is empty or not a path
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

    /** In the form that {@link #of} reads. */
    @Override
    public String toString() {
        return isOn ? directory == null ? "auto" : directory.toString() : "off";
    }
}
