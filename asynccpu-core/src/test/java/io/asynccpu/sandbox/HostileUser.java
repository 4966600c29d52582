package io.asynccpu.sandbox;

import io.asynccpu.support.AnotherUser;
import java.nio.file.Path;
import java.util.List;

/** Whom the JVM with the pool runs as. */
enum HostileUser {
    /** Who runs the tests, often root. */
    SAME,
    NOBODY;

    /** Makes a directory of his with the class path, and returns the words before his JVM. Skips the test where he is not to be had. */
    List<String> prefix(Path place) throws Exception {
        if (this == NOBODY) {
            AnotherUser.isNeeded();
        }
        ReadableClasses.copy(place);
        if (this == SAME) {
            return List.of();
        }
        AnotherUser.owns(place);
        return AnotherUser.command();
    }
}
