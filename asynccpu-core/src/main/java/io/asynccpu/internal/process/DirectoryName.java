package io.asynccpu.internal.process;

import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/** The name of a private directory: {@code asynccpu-<pid of its owner>-<random letters>}. */
final class DirectoryName {

    static final String PREFIX = "asynccpu-";

    /** A name that nobody can foresee: 50 bits. */
    private static final int RANDOM_LETTERS = 10;

    private DirectoryName() {}

    /** With which all names of this process begin. */
    static String prefixOfThisProcess() {
        return PREFIX + ProcessHandle.current().pid() + "-";
    }

    /** A name of the length that all have. */
    static String fresh() {
        StringBuilder name = new StringBuilder(prefixOfThisProcess());
        for (int i = 0; i < RANDOM_LETTERS; i++) {
            name.append(Character.forDigit(ThreadLocalRandom.current().nextInt(32), 32));
        }
        return name.toString();
    }

    /** Asked besides the lock, which a process also loses by closing the file anywhere else. */
    static boolean isOwnerGone(Path directory) {
        String[] name = directory.getFileName().toString().split("-", -1);
        return name.length == 3 && name[1].matches("\\d{1,18}") && ProcessTable.isGone(Long.parseLong(name[1]));
    }
}
