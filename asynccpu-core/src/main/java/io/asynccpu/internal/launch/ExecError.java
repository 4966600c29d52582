package io.asynccpu.internal.launch;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The errors with which the system refuses to run a program, by the error number in the JDK's message, with a remedy for each. */
enum ExecError {
    NO_SUCH_FILE(
            2,
            "a program of worker.command-prefix is missing; or, if the program is java itself, a library that it needs, as"
                    + " when worker.java-home is made for another system"),
    TOO_LONG(7, ""),
    FORMAT(8, "the file is not a program for this machine; check worker.java-home and worker.command-prefix"),
    NO_PROCESS(
            11,
            "the system allows no further process or thread; raise the limit of the user (ulimit -u) or container (pids.max), or"
                    + " lower max-workers"),
    NO_MEMORY(
            12,
            "the system has no memory for a further process; lower max-workers or worker.max-heap, set memory-budget, or give the"
                    + " container or machine more memory"),
    NO_PERMISSION(
            13,
            "this user may not run it, its file system is mounted noexec, or worker.working-directory is closed to this user;"
                    + " check worker.java-home, worker.command-prefix and worker.working-directory"),
    NO_FILE_OF_THE_SYSTEM(23, "the whole system has too many files open; close some, or raise fs.file-max"),
    NO_FILE(24, "this process has too many files open; close some, or raise its limit (ulimit -n)"),
    BUSY(26, "something writes to the file, as an update does; it may be run again when that is over");

    private static final Pattern SAID = Pattern.compile("\\berror[=:] ?(\\d+)\\b");

    private final int number;
    private final String remedy;

    ExecError(int number, String remedy) {
        this.number = number;
        this.remedy = remedy;
    }

    /** Returns an empty result for other errors, and for a message without an error number. */
    static Optional<ExecError> find(String message) {
        Matcher matcher = SAID.matcher(message);
        return matcher.find()
                ? Arrays.stream(values())
                        .filter(each -> Integer.toString(each.number).equals(matcher.group(1)))
                        .findFirst()
                : Optional.empty();
    }

    String remedy() {
        return remedy;
    }
}
