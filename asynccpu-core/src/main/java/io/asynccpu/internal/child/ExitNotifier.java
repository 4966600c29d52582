package io.asynccpu.internal.child;

import io.asynccpu.internal.channel.Delivery;
import io.asynccpu.internal.channel.FrameChannel;
import io.asynccpu.internal.codec.failure.FailureCodec;
import io.asynccpu.internal.protocol.Limits;
import io.asynccpu.internal.protocol.Message;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A shutdown hook that tells the parent when this JVM begins to exit by itself, and which thread has caused that. The parent then
 * sends no more tasks, and kills this JVM if other hooks hang.
 *
 * <p><b>Actors.</b> {@link #start} runs on the thread that exits the JVM, whose stack tells the cause; the hook's own thread sends the
 * notice through a further thread, since the parent may not read and the exit must go on. <b>Shared state.</b> Tasks and notice are
 * written once each.
 */
final class ExitNotifier extends Thread {

    private static final long LONGEST_SENDING_MILLIS = 500;

    private final FrameChannel channel;
    private volatile @Nullable TaskRunner runner;
    private volatile Message.@Nullable Exiting notice;

    private ExitNotifier(FrameChannel channel) {
        super("asynccpu-exit-notifier");
        this.channel = channel;
    }

    static ExitNotifier install(FrameChannel channel) {
        ExitNotifier notifier = new ExitNotifier(channel);
        Runtime.getRuntime().addShutdownHook(notifier);
        return notifier;
    }

    /** From now on there may be tasks. */
    void ready(TaskRunner tasks) {
        this.runner = tasks;
    }

    @Override
    public synchronized void start() {
        try {
            notice = noticeOf(Thread.currentThread());
        } catch (Throwable e) {
            // The exit must go on.
            StderrLog.log("the thread that ends this worker is not known: " + e);
        }
        super.start();
    }

    /** Returns null if a signal causes the exit. */
    private Message.@Nullable Exiting noticeOf(Thread exiting) {
        Throwable where = new Throwable("where thread \"" + exiting.getName() + "\" ended this worker's JVM");
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
        ThreadOrigin origin = originOf(exiting);
        return new Message.Exiting(
                Limits.cut(exiting.getName(), Limits.EXIT_NAME),
                origin == null ? 0 : origin.taskId(),
                origin == null ? "" : Limits.cut(origin.task(), Limits.EXIT_NAME),
                origin != null && origin.itself(),
                FailureCodec.encode(where, Limits.EXIT_STACK));
    }

    private @Nullable ThreadOrigin originOf(Thread exiting) {
        ThreadOrigin own = ThreadOrigin.ofThisThread();
        TaskRunner tasks = runner;
        return own == null && tasks != null ? tasks.originOf(exiting) : own;
    }

    @Override
    public void run() {
        Message.Exiting known = notice;
        if (known != null) {
            send(known);
        }
        try {
            channel.close();
        } catch (IOException e) {
            StderrLog.log("the channel was not closed: " + e);
        }
    }

    private void send(Message.Exiting known) {
        Thread sender = new Thread(
                () -> {
                    try {
                        channel.send(known, Delivery.ASSURED);
                    } catch (IOException parentIsGone) {
                        // The notice has no receiver.
                    }
                },
                "asynccpu-exit-notice");
        sender.setDaemon(true);
        sender.start();
        try {
            sender.join(LONGEST_SENDING_MILLIS);
        } catch (InterruptedException e) {
            // Other code interrupts all threads; the exit goes on.
        }
    }

    /** Removes the hook before an orderly end, in which the channel still carries the lines that other hooks log. */
    void remove() {
        try {
            Runtime.getRuntime().removeShutdownHook(this);
        } catch (IllegalStateException exitsAlready) {
            // A signal came first.
        }
    }
}
