package io.asynccpu.internal.protocol;

/**
 * The largest sizes of messages. The sender keeps to them and the receiver refuses more, so an honest child is never refused. Only
 * arguments and results follow the pool's {@code max-payload}.
 */
public final class Limits {

    /** An encoded failure, in bytes. */
    public static final int FAILURE = 256 << 10;

    /** The text of a dump, or of the reason why there is none, in bytes. */
    public static final int DUMP = 1_000_000;

    /** The message of a task's progress, in characters. */
    public static final int PROGRESS = 4 << 10;

    /** The name of a thread or task that exits its JVM, in characters. */
    public static final int EXIT_NAME = 200;

    /** The stack of a thread that exits its JVM, in bytes. */
    public static final int EXIT_STACK = 32 << 10;

    /** The name of a step of a child's start, in characters. */
    public static final int STEP = 64;

    // A line of a child's log.

    /** The message, in characters. */
    public static final int LINE = 256 << 10;

    /** The names of loggers, threads and keys, in characters. */
    public static final int NAME = 1 << 10;

    /** The name of a level that only the back end has, in characters. */
    public static final int LEVEL = 128;

    /** The entries of the MDC, and of the key-values. */
    public static final int ENTRIES = 256;

    /** The keys and values of the MDC, or of the key-values, together, in characters. */
    public static final int MAP = 16 << 10;

    /** The encoded throwable, in bytes. */
    public static final int LINE_FAILURE = 64 << 10;

    /** The most bytes of a Java character in UTF-8. */
    private static final int CHARACTER = 3;

    /** The bytes that {@link #cut} adds. */
    private static final int MARK = 32;

    private Limits() {}

    /** Returns the most bytes of a text that was {@link #cut} to the given length. */
    static int bytes(int characters) {
        return characters * CHARACTER + MARK;
    }

    /** Returns the most bytes of a map within {@link #ENTRIES} and {@link #MAP}, which the last key and value may exceed. */
    private static int mapBytes() {
        return bytes(MAP + 2 * NAME) + ENTRIES * (2 * Integer.BYTES + 1);
    }

    /** @param bytes the size of a map in a log line */
    static void checkMap(int bytes) throws ProtocolException {
        if (bytes > mapBytes()) {
            throw new ProtocolException("A map of " + bytes + " bytes in a log line");
        }
    }

    /** Returns the text, or its beginning followed by the length of the whole. */
    public static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest) + "… (" + text.length() + " characters)";
    }
}
