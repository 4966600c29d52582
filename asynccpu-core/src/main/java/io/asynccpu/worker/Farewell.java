package io.asynccpu.worker;

import io.asynccpu.codec.failure.FailureCodec;
import io.asynccpu.protocol.Limits;
import io.asynccpu.protocol.Message;
import io.asynccpu.transport.Delivery;
import io.asynccpu.transport.FrameChannel;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * When this JVM begins to exit by itself: the parent hears which thread's doing that is, gives it no more tasks, and ends it if other
 * shutdown hooks do not come to an end. {@link #start} is called by the thread that ends the JVM.
 */
final class Farewell extends Thread {

    /** In milliseconds; the parent may not read, and the exit must go on. */
    private static final long LONGEST_WORDS = 500;

    private final FrameChannel channel;
    private volatile @Nullable TaskRunner runner;
    private volatile Message.@Nullable Exiting words;

    private Farewell(FrameChannel channel) {
        super("asynccpu-farewell");
        this.channel = channel;
    }

    /** From now on an exit of this JVM is told. */
    static Farewell prepare(FrameChannel channel) {
        Farewell farewell = new Farewell(channel);
        Runtime.getRuntime().addShutdownHook(farewell);
        return farewell;
    }

    /** There are tasks from now on. */
    void ready(TaskRunner runner) {
        this.runner = runner;
    }

    @Override
    public synchronized void start() {
        try {
            words = words(Thread.currentThread());
        } catch (Throwable e) {
            // The exit must go on.
            Words.say("it is unknown which thread ends this worker: " + e);
        }
        super.start();
    }

    /** Null if it is nobody's doing. */
    private Message.@Nullable Exiting words(Thread ending) {
        Throwable where = new Throwable("where thread \"" + ending.getName() + "\" ended the JVM of worker "
                + ProcessHandle.current().pid());
        StackTraceElement[] stack = where.getStackTrace();
        int top = 0;
        for (int i = 0; i < stack.length; i++) {
            String type = stack[i].getClassName();
            if (type.equals(Signals.class.getName()) || type.equals("java.lang.Terminator")) {
                return null;
            } else if (type.equals("java.lang.Shutdown")) {
                top = i + 1;
            }
        }
        where.setStackTrace(Arrays.copyOfRange(stack, top, stack.length));
        Origin origin = origin(ending);
        return new Message.Exiting(
                Limits.cut(ending.getName(), Limits.EXIT_NAME),
                origin == null ? 0 : origin.taskId(),
                origin == null ? "" : Limits.cut(origin.task(), Limits.EXIT_NAME),
                origin != null && origin.itself(),
                FailureCodec.encode(where, Limits.EXIT_STACK));
    }

    private @Nullable Origin origin(Thread ending) {
        Origin own = Origin.ofThisThread();
        TaskRunner tasks = runner;
        return own == null && tasks != null ? tasks.originOf(ending) : own;
    }

    @Override
    public void run() {
        tell();
        try {
            channel.close();
        } catch (IOException e) {
            Words.say("the channel was not closed: " + e);
        }
    }

    private void tell() {
        Message.Exiting known = words;
        if (known == null) {
            return;
        }
        Thread teller = new Thread(
                () -> {
                    try {
                        channel.send(known, Delivery.ASSURED);
                    } catch (IOException parentIsGone) {
                        // Then nobody wants to know.
                    }
                },
                "asynccpu-last-words");
        teller.setDaemon(true);
        teller.start();
        try {
            teller.join(LONGEST_WORDS);
        } catch (InterruptedException e) {
            // Somebody interrupts all threads: the exit goes on.
        }
    }

    /** In an orderly end the channel still carries what the hooks log. */
    void withdraw() {
        try {
            Runtime.getRuntime().removeShutdownHook(this);
        } catch (IllegalStateException exitsAlready) {
            // A signal came first, and the farewell with it.
        }
    }
}
