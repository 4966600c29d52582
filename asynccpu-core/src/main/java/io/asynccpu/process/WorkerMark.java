package io.asynccpu.process;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Looks for the mark of a worker, or of any worker of a pool, in the environment of a process. Reads the environment in pieces, since
 * it may be as large as the kernel allows while this JVM may be short of memory. Not thread-safe.
 */
final class WorkerMark {

    /** Separates the marks of pools within pools. */
    static final char SEPARATOR = ':';

    /** In bytes. The kernel starts no process with more than 6 MiB of arguments and environment. */
    private static final long LONGEST_ENVIRONMENT = 8 << 20;

    private static final byte[] NAME = (Descendants.VARIABLE + "=").getBytes(StandardCharsets.US_ASCII);

    private static final int ANOTHER = -1;

    private final byte[] wanted;
    private final boolean isPrefix;
    private final byte[] piece = new byte[8192];

    // How many bytes of the variable's name, and then of the mark, match so far; or ANOTHER after a mismatch.
    private int inName;
    private int inMark;

    private boolean wasEmpty;

    private WorkerMark(String wanted, boolean isPrefix) {
        this.wanted = wanted.getBytes(StandardCharsets.UTF_8);
        this.isPrefix = isPrefix;
    }

    static WorkerMark of(String mark) {
        return new WorkerMark(mark, false);
    }

    /** Matches all marks with the given prefix. */
    static WorkerMark withPrefix(String prefix) {
        return new WorkerMark(prefix, true);
    }

    /** Whether the process last looked at had no environment, as while it executes another program. */
    boolean wasEmpty() {
        return wasEmpty;
    }

    boolean isOn(long pid) {
        wasEmpty = false;
        try (FileInputStream environment = new FileInputStream("/proc/" + pid + "/environ")) {
            return isIn(environment);
        } catch (IOException goneOrNotOurs) {
            return false;
        }
    }

    private boolean isIn(FileInputStream environment) throws IOException {
        inName = 0;
        inMark = 0;
        long read = 0;
        int length;
        while (read < LONGEST_ENVIRONMENT && (length = environment.read(piece)) > 0) {
            for (int i = 0; i < length; i++) {
                if (advance(piece[i])) {
                    return true;
                }
            }
            read += length;
        }
        wasEmpty = read == 0;
        return read < LONGEST_ENVIRONMENT && advance((byte) 0);
    }

    /** Whether the mark is complete with this byte. */
    private boolean advance(byte next) {
        if (next == 0) {
            boolean complete = inName == NAME.length && inMark == wanted.length;
            inName = 0;
            inMark = 0;
            return complete;
        }
        if (inName == ANOTHER) {
            return false;
        }
        if (inName < NAME.length) {
            inName = next == NAME[inName] ? inName + 1 : ANOTHER;
            return false;
        }
        if (next == SEPARATOR) {
            boolean complete = inMark == wanted.length;
            inMark = 0;
            return complete;
        }
        if (inMark != ANOTHER) {
            inMark = inMark < wanted.length && next == wanted[inMark] ? inMark + 1 : ANOTHER;
        }
        return isPrefix && inMark == wanted.length;
    }
}
