package io.asynccpu.launch;

import io.asynccpu.api.WorkerStartException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Paths that the JVM got from the system. Where no locale is set, it reads them as ASCII, and what is none is a path neither
 * for the JDK nor for its own class loader.
 */
public final class NativePath {

    private NativePath() {}

    /**
     * @param what it is, for the message
     * @throws WorkerStartException if the system cannot be asked for it
     */
    public static Path of(String what, String path) {
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw new WorkerStartException(
                    "No worker can be started, because " + what + ", " + path + ", is " + remedy(), e);
        }
    }

    /**
     * For what the JDK cannot do where the working directory is no path: its own initializers want it to be one.
     *
     * @return the same, if that is not the reason
     * @throws WorkerStartException if it is
     */
    static LinkageError unlessWorkingDirectoryIsNone(LinkageError e) {
        of("the working directory", System.getProperty("user.dir"));
        return e;
    }

    static @Nullable Path ifAny(String path) {
        try {
            return Path.of(path);
        } catch (InvalidPathException none) {
            return null;
        }
    }

    /** What is wrong with one that is none, and what to do. */
    static String remedy() {
        return "no path in this JVM's encoding, " + System.getProperty("sun.jnu.encoding")
                + ". Set the environment variable LANG to a UTF-8 locale before the JVM is started, such as LANG=C.UTF-8";
    }
}
