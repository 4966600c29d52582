package io.asynccpu.internal.launch.archive;

import java.nio.file.Path;
import java.util.List;

/** The kinds of archives that JVMs have, with their options. A JVM that cannot use an archive starts without it, silently. */
enum ArchiveKind {
    /** A dynamic class-data archive, since JDK 13. */
    CLASS_DATA("-XX:ArchiveClassesAtExit=", "-XX:SharedArchiveFile=", "-Xlog:cds*=off"),
    /** An AOT cache with linked classes and profiles (JEP 483, 514 and 515). The JVM starts another one that writes it. */
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

    /** Returns the best kind of the given version of Java. */
    static ArchiveKind of(int feature) {
        return feature >= FIRST_WITH_AOT_OUTPUT ? AOT : CLASS_DATA;
    }

    /** Returns the options for a JVM that writes the archive during an orderly exit. */
    List<String> toRecord(Path archive) {
        return List.of(recording + archive, silence);
    }

    List<String> toUse(Path archive) {
        return List.of(using + archive, silence);
    }
}
