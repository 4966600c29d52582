package io.asynccpu.internal.process;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of all processes that the kernel shows. It is read by the simplest means, since this JVM may be about to
 * end, on a busy machine, or short of memory, without time to load classes. Not thread-safe.
 */
public final class ProcessTable {

    private static final String PLACE = "/proc";

    /** Enough for the first fields of a process's line, which are all that is read. */
    private static final int LONGEST_LINE = 1024;

    /** Most threads of a process that are looked at one by one. */
    private static final int MOST_THREADS = 1_000;

    private final byte[] line = new byte[LONGEST_LINE];
    private int length;
    // Index in the line of the fields after the name.
    private int fields;

    private final long[] pids;
    private final long[] parents;
    private final long[] starts;
    private final char[] states;
    private int size;

    private ProcessTable(int most) {
        pids = new long[most];
        parents = new long[most];
        starts = new long[most];
        states = new char[most];
    }

    /** Null where the kernel does not show processes this way. */
    public static @Nullable ProcessTable read() {
        String[] names = new File(PLACE).list();
        if (names == null) {
            return null;
        }
        ProcessTable table = new ProcessTable(names.length);
        for (String name : names) {
            if (Character.isDigit(name.charAt(0))) {
                table.add(Long.parseLong(name));
            }
        }
        return table.size == 0 ? null : table;
    }

    /** Whether there is no such process any more, or only a zombie. */
    public static boolean isGone(long pid) {
        ProcessTable table = new ProcessTable(1);
        table.add(pid);
        // The file may exist, but there is no descriptor to read it by.
        return table.size == 0
                ? new File(PLACE).exists() && !new File(PLACE, Long.toString(pid)).exists()
                : table.hasEnded(0);
    }

    /**
     * Whether one of its threads is running, or would be if a processor was free. The kernel does not tell how long
     * threads have waited for a processor before they get it.
     */
    public static boolean isRunnable(long pid) {
        String[] threads = new File(PLACE + "/" + pid + "/task").list();
        ProcessTable table = new ProcessTable(0);
        for (int i = 0; threads != null && i < Math.min(threads.length, MOST_THREADS); i++) {
            if (table.readLine(pid + "/task/" + threads[i]) && table.line[table.fields] == 'R') {
                return true;
            }
        }
        return false;
    }

    int size() {
        return size;
    }

    long pid(int index) {
        return pids[index];
    }

    boolean hasEnded(int index) {
        return states[index] == 'Z' || states[index] == 'X';
    }

    /** The kernel's own threads, which have no environment. */
    boolean isKernels(int index) {
        return pids[index] == 2 || parents[index] == 2;
    }

    /** How many zombies are children of that process. */
    public int ended(long parent) {
        int count = 0;
        for (int i = 0; i < size; i++) {
            if (parents[i] == parent && hasEnded(i)) {
                count++;
            }
        }
        return count;
    }

    /** Whether the process with that number is still the one that was read. */
    boolean isStill(int index) {
        return readLine(Long.toString(pids[index])) && number(19) == starts[index];
    }

    /** Marks all descendants of the marked processes. */
    void spread(boolean[] marked) {
        int[] found = new int[size];
        int count = 0;
        for (int i = 0; i < size; i++) {
            if (marked[i]) {
                found[count++] = i;
            }
        }
        for (int next = 0; next < count; next++) {
            for (int i = 0; i < size; i++) {
                if (!marked[i] && parents[i] == pids[found[next]]) {
                    marked[i] = true;
                    found[count++] = i;
                }
            }
        }
    }

    private void add(long pid) {
        if (readLine(Long.toString(pid))) {
            pids[size] = pid;
            states[size] = (char) line[fields];
            parents[size] = number(1);
            starts[size] = number(19);
            size++;
        }
    }

    /** False if there is no such process or thread any more. */
    private boolean readLine(String place) {
        try (FileInputStream stat = new FileInputStream(PLACE + "/" + place + "/stat")) {
            length = stat.read(line);
        } catch (IOException gone) {
            return false;
        }
        // The name, in parentheses, may contain any character; nothing after it does.
        int last = length - 1;
        while (last >= 0 && line[last] != ')') {
            last--;
        }
        fields = last + 2;
        return last >= 0 && fields < length;
    }

    /** The number that many fields after the state. */
    private long number(int field) {
        int at = fields;
        for (int spaces = 0; spaces < field && at < length; at++) {
            if (line[at] == ' ') {
                spaces++;
            }
        }
        long number = 0;
        while (at < length && line[at] >= '0' && line[at] <= '9') {
            number = number * 10 + line[at++] - '0';
        }
        return number;
    }
}
