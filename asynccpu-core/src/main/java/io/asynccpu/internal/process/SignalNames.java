package io.asynccpu.internal.process;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names of the signals that may end a process. */
public final class SignalNames {

    /** The first and the last of the real-time signals, which have no names of their own. */
    private static final int REAL_TIME_MIN = 34;

    private static final int REAL_TIME_MAX = 64;

    /** Linux's signals that end a process which does not handle them. */
    private static final Map<Integer, String> BY_NUMBER = Map.ofEntries(
            Map.entry(1, "SIGHUP"),
            Map.entry(2, "SIGINT"),
            Map.entry(3, "SIGQUIT"),
            Map.entry(4, "SIGILL"),
            Map.entry(5, "SIGTRAP"),
            Map.entry(6, "SIGABRT"),
            Map.entry(7, "SIGBUS"),
            Map.entry(8, "SIGFPE"),
            Map.entry(9, "SIGKILL"),
            Map.entry(10, "SIGUSR1"),
            Map.entry(11, "SIGSEGV"),
            Map.entry(12, "SIGUSR2"),
            Map.entry(13, "SIGPIPE"),
            Map.entry(14, "SIGALRM"),
            Map.entry(15, "SIGTERM"),
            Map.entry(16, "SIGSTKFLT"),
            Map.entry(24, "SIGXCPU"),
            Map.entry(25, "SIGXFSZ"),
            Map.entry(26, "SIGVTALRM"),
            Map.entry(27, "SIGPROF"),
            Map.entry(29, "SIGIO"),
            Map.entry(30, "SIGPWR"),
            Map.entry(31, "SIGSYS"));

    private SignalNames() {}

    /** Null if no such signal ends a process. */
    public static @Nullable String of(int number) {
        return number >= REAL_TIME_MIN && number <= REAL_TIME_MAX
                ? "SIGRTMIN+" + (number - REAL_TIME_MIN)
                : BY_NUMBER.get(number);
    }
}
