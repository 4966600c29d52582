package io.asynccpu.internal.launch.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The JDK that runs the workers, as far as it is known without running it. */
record WorkerJdk(Path home) {

    private static final Pattern VERSION = Pattern.compile("(?m)^JAVA_VERSION=\"(\\d+)");

    /** Adds files that an update of the JDK in the same directory changes. */
    void describe(Fingerprint fingerprint) throws IOException {
        fingerprint.addFile(home.toRealPath().resolve("release"));
        fingerprint.addFile(home.toRealPath().resolve("lib/modules"));
    }

    ArchiveKind archiveKind() throws IOException {
        Matcher version = VERSION.matcher(Files.readString(home.resolve("release")));
        return ArchiveKind.of(version.find() ? Integer.parseInt(version.group(1)) : 0);
    }
}
