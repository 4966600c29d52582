package io.asynccpu.launch.archive;

import java.nio.file.Path;
import java.util.List;

/** What the JVM calls such an archive, and the options for it. A JVM that cannot use one starts without, and says nothing. */
enum ArchiveKind {
    /** A dynamic archive above the JDK's own, since JDK 13. */
    CLASS_DATA("-XX:ArchiveClassesAtExit=", "-XX:SharedArchiveFile=", "-Xlog:cds*=off"),
    /** JEP 483, 514 and 515: with linked classes and profiles. The JVM starts another one that writes it. */
    AOT("-XX:AOTCacheOutput=", "-XX:AOTCache=", "-Xlog:cds*=off,aot*=off");

    private static final int FIRST_WITH_AOT_OUTPUT = 25;

    private final String recording;
    private final String using;
    private final String silence;

    ArchiveKind(String recording, String using, String silence) {
        this.recording = recording;
        this.using = using;
        this.silence = silence;
    }

    /** The best one that this version of Java has. */
    static ArchiveKind of(int feature) {
        return feature >= FIRST_WITH_AOT_OUTPUT ? AOT : CLASS_DATA;
    }

    /** Options for a JVM that writes the archive when it exits in an orderly way. */
    List<String> toRecord(Path archive) {
        return List.of(recording + archive, silence);
    }

    List<String> toUse(Path archive) {
        return List.of(using + archive, silence);
    }
}
