package io.asynccpu.internal.launch.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The location of an application's classes. The JVM archives classes of plain jars only, so other classes are copied to an image: jars in
 * the cache with the same classes.
 */
public sealed interface ClassSource permits PathClasses, NestedClasses {

    /** Adds all that must not change to the fingerprint. */
    void describe(Fingerprint fingerprint) throws IOException;

    /**
     * Creates the image.
     *
     * @param directory an empty directory
     * @return the class path that replaces the application's
     */
    List<Path> copyTo(Path directory) throws IOException;
}
