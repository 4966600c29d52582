package io.asynccpu.internal.launch;

import io.asynccpu.api.WorkerStartException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Converts paths that the JVM has received from the system. Without a locale the JVM reads them as ASCII, and other characters are not
 * valid in paths, neither for the JDK nor for its class loader.
 */
public final class NativePath {

    private NativePath() {}

    /**
     * @param what the name of the path for the message
     * @throws WorkerStartException if the path is not valid in this JVM's encoding
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
     * Explains an error of the JDK whose initializers fail if the working directory is not a valid path.
     *
     * @return the error itself, if that is not its reason
     * @throws WorkerStartException if that is its reason
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

    /** Returns the description of an invalid path, with a remedy. */
    static String remedy() {
        return "not a valid path in this JVM's encoding, " + System.getProperty("sun.jnu.encoding")
                + ". Set the environment variable LANG to a UTF-8 locale before the JVM is started, such as LANG=C.UTF-8";
    }
}
