package io.asynccpu.internal.launch.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Determines the default directory of the start-up cache, by the conventions of the operating systems. */
final class CacheLocation {

    private static final Logger LOG = LoggerFactory.getLogger(CacheLocation.class);

    private CacheLocation() {}

    /** @throws IOException if this user has no place for caches */
    static Path ofThisUser() throws IOException {
        Path base = absolute(System.getenv("XDG_CACHE_HOME"));
        if (base == null) {
            base = absolute(System.getenv("LOCALAPPDATA"));
        }
        return (base == null ? cachesOfHome() : base).resolve("asynccpu");
    }

    /** A user without a home has none: the JVM reports {@code ?} then, and some containers report the root directory. */
    private static Path cachesOfHome() throws IOException {
        String name = System.getProperty("user.home", "");
        Path home = absolute(name);
        if (home == null || home.getParent() == null || !Files.isDirectory(home)) {
            throw new IOException("this user has no home directory for it (user.home is '" + name
                    + "'); worker.startup-cache may name a directory");
        }
        return home.resolve(
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac")
                        ? "Library/Caches"
                        : ".cache");
    }

    /** Returns null if the name is not an absolute path. */
    private static @Nullable Path absolute(@Nullable String name) {
        try {
            return name == null || !Path.of(name).isAbsolute() ? null : Path.of(name);
        } catch (InvalidPathException inThisEncoding) {
            LOG.info(
                    "{} is not a valid path in this JVM's encoding, {}, and is ignored; set LANG to a UTF-8 locale, such as C.UTF-8",
                    name,
                    System.getProperty("sun.jnu.encoding"));
            return null;
        }
    }
}
