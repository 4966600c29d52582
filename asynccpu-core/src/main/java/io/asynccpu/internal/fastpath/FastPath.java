package io.asynccpu.internal.fastpath;

/**
 * The internal switch of this room: {@code -Dasynccpu.internal.fast-path=off} turns prefetching and reading by waiting threads off, to
 * show that pools are right without them.
 */
public final class FastPath {

    private static final boolean IS_ON = !"off".equals(System.getProperty("asynccpu.internal.fast-path"));

    private FastPath() {}

    public static boolean isOn() {
        return IS_ON;
    }
}
