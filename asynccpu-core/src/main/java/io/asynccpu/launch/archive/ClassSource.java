package io.asynccpu.launch.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Where an application's classes are. The JVM archives classes of plain jars only, so the others come as an image: jars in the
 * cache with the same classes.
 */
public sealed interface ClassSource permits PathClasses, NestedClasses {

    /** Enters what must not change. */
    void describe(Fingerprint fingerprint) throws IOException;

    /**
     * Makes the image.
     *
     * @param directory empty
     * @return the class path that takes the place of the application's own
     */
    List<Path> copyTo(Path directory) throws IOException;
}
