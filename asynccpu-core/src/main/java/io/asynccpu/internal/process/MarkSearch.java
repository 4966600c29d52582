package io.asynccpu.internal.process;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Searches the environment of a process for a worker's mark, or for any mark of a pool. Reads in pieces, since an environment may be as
 * large as the kernel allows, and this JVM may have little memory. Not thread-safe.
 */
final class MarkSearch {

    /** In bytes. The kernel starts no process with more than 6 MiB of arguments and environment. */
    private static final long LONGEST_ENVIRONMENT = 8 << 20;

    private static final byte[] NAME = (WorkerMark.VARIABLE + "=").getBytes(StandardCharsets.US_ASCII);

    private static final int ANOTHER = -1;

    private final byte[] wanted;
    private final boolean mayGoOn;
    private final byte[] piece = new byte[8192];

    // How many bytes of the variable's name, and then of the mark, match so far; or ANOTHER.
    private int inName;
    private int inMark;

    private boolean wasEmpty;

    private MarkSearch(String wanted, boolean mayGoOn) {
        this.wanted = wanted.getBytes(StandardCharsets.UTF_8);
        this.mayGoOn = mayGoOn;
    }

    static MarkSearch of(String mark) {
        return new MarkSearch(mark, false);
    }

    /** Searches for all marks with that beginning. */
    static MarkSearch beginning(String beginning) {
        return new MarkSearch(beginning, true);
    }

    /** Whether there was no environment at all, as for the moment in which a process becomes another program. */
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
                if (goOn(piece[i])) {
                    return true;
                }
            }
            read += length;
        }
        wasEmpty = read == 0;
        return read < LONGEST_ENVIRONMENT && goOn((byte) 0);
    }

    /** Whether the mark is there with this byte. */
    private boolean goOn(byte next) {
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
        if (next == WorkerMark.SEPARATOR) {
            boolean complete = inMark == wanted.length;
            inMark = 0;
            return complete;
        }
        if (inMark != ANOTHER) {
            inMark = inMark < wanted.length && next == wanted[inMark] ? inMark + 1 : ANOTHER;
        }
        return mayGoOn && inMark == wanted.length;
    }
}
