package io.asynccpu.protocol;

/**
 * How much of each kind of message there may be. Who sends keeps to it, who receives refuses more: so nobody who is honest is
 * ever taken for somebody who is not. Only arguments and results follow the pool's {@code max-payload}.
 */
public final class Limits {

    /** What a coded failure may take, in bytes. */
    public static final int FAILURE = 256 << 10;

    /** Of a dump's text, or of the reason why there is none, in bytes. */
    public static final int DUMP = 1_000_000;

    /** What a task says of its progress, in characters: people read it. */
    public static final int PROGRESS = 4 << 10;

    /** Of a thread or a task that ends its JVM, in characters. */
    public static final int EXIT_NAME = 200;

    /** Of the stack with which it does, in bytes. */
    public static final int EXIT_STACK = 32 << 10;

    /** What a child says it does at its start, in characters. */
    public static final int STEP = 64;

    // Of a line of a child's log.

    /** In characters. */
    public static final int LINE = 256 << 10;

    /** Of loggers, threads and keys, in characters. */
    public static final int NAME = 1 << 10;

    /** Of a level of the logging system's own, in characters. */
    public static final int LEVEL = 128;

    /** Of the MDC, and of the key-values. */
    public static final int ENTRIES = 256;

    /** All keys and values of the MDC, or of the key-values, in characters. */
    public static final int MAP = 16 << 10;

    /** In bytes. */
    public static final int LINE_FAILURE = 64 << 10;

    /** What UTF-8 takes at most for one of Java's characters. */
    private static final int CHARACTER = 3;

    /** Bytes that {@link #cut} adds. */
    private static final int MARK = 32;

    private Limits() {}

    /** Most bytes of a text that was {@link #cut} to so many characters. */
    static int bytes(int characters) {
        return characters * CHARACTER + MARK;
    }

    /** Most bytes of a map that keeps to {@link #ENTRIES} and {@link #MAP}: the last key and value may reach beyond it. */
    static int mapBytes() {
        return bytes(MAP + 2 * NAME) + ENTRIES * (2 * Integer.BYTES + 1);
    }

    /** The text itself, or its beginning with a mark that says how long it was. */
    public static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest) + "… (" + text.length() + " characters)";
    }
}
