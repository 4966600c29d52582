package io.asynccpu.support;

import io.asynccpu.api.TaskContext;
import java.math.BigInteger;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.slf4j.LoggerFactory;

/** What tests run in children. */
public final class Tasks {

    private Tasks() {}

    public static BigInteger sumOfSquares(int below) {
        return LongStream.range(0, below)
                .mapToObj(BigInteger::valueOf)
                .map(i -> i.multiply(i))
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    /** As the parent's system shows it. */
    public static long pid() {
        return OuterPid.ofThisJvm();
    }

    public static String join(String a, int b, List<Long> c, boolean d) {
        return a + b + c + d;
    }

    public static CompletionStage<String> later(String value) {
        return CompletableFuture.supplyAsync(() -> "later " + value);
    }

    public static CompletionStage<String> laterFails(String value) {
        return CompletableFuture.supplyAsync(() -> {
            throw new IllegalArgumentException(value);
        });
    }

    public static CompletionStage<String> never() {
        return new CompletableFuture<>();
    }

    public static String fails(String message) {
        throw new IllegalStateException(message, new ArithmeticException("cause of " + message));
    }

    public static int exits(int code) {
        System.exit(code);
        return code;
    }

    public static int halts(int code) {
        Runtime.getRuntime().halt(code);
        return code;
    }

    public static int exhaustsHeap() {
        List<byte[]> held = new ArrayList<>();
        while (true) {
            held.add(new byte[1 << 20]);
        }
    }

    /** Notes its start, then waits for an interrupt. */
    public static String waits(String diary) throws InterruptedException {
        Diary.note(diary, "started " + TaskContext.current().attempt());
        try {
            new CountDownLatch(1).await();
            return "never";
        } catch (InterruptedException e) {
            Diary.note(diary, "interrupted " + TaskContext.current().isCancelled());
            throw e;
        }
    }

    public static String waitsAndHearsCancel(String diary) throws InterruptedException {
        TaskContext.current().onCancel(() -> Diary.note(diary, "onCancel"));
        return waits(diary);
    }

    /** Notes its start, then is deaf. */
    @SuppressWarnings("InfiniteLoopCondition")
    public static int ignoresInterrupts(String diary) {
        Diary.note(diary, "started " + TaskContext.current().attempt());
        long spins = 0;
        while (spins >= 0) {
            spins = (spins + 1) & 0xff;
        }
        return 0;
    }

    /** Returns its process id as soon as so many tasks are in it at a time, so each on a thread of its own. */
    public static long meets(String directory, int tasks) throws Exception {
        Path diary = Path.of(directory, "meeting");
        Diary.note(diary.toString(), "here");
        Diary.awaitCount(diary, "here", tasks);
        return pid();
    }

    /** Notes its start; deaf until the diary says go, then returns its process id. */
    public static long finishesWhenTold(String diary) throws Exception {
        Diary.note(diary, "started");
        boolean told = false;
        while (!told) {
            try {
                Diary.await(Path.of(diary), "go");
                told = true;
            } catch (InterruptedException | ClosedByInterruptException deaf) {
                // Goes on waiting.
            }
        }
        return pid();
    }

    /** Kills its own JVM from outside, as the kernel would, until the given attempt. */
    public static int diesUntilAttempt(String diary, int attempt) throws Exception {
        Diary.note(diary, "started " + TaskContext.current().attempt());
        if (TaskContext.current().attempt() < attempt) {
            new ProcessBuilder(
                            "kill", "-9", Long.toString(ProcessHandle.current().pid()))
                    .start()
                    .waitFor();
            new CountDownLatch(1).await();
        }
        return TaskContext.current().attempt();
    }

    /** Starts a process that outlives everything if nobody ends it. */
    public static long startsGrandchild() throws Exception {
        return new ProcessBuilder("sleep", "1000").start().pid();
    }

    /** Its parent, a shell, ends at once, so it is nobody's descendant; and it leaves the session. */
    public static long startsOrphan() throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", "setsid sleep 1000 >/dev/null 2>&1 & echo $!").start();
        long pid = Long.parseLong(new String(shell.getInputStream().readAllBytes()).trim());
        shell.waitFor();
        return pid;
    }

    public static byte[] echo(byte[] bytes) {
        return bytes;
    }

    public static double[] ones(int length) {
        double[] ones = new double[length];
        Arrays.fill(ones, 1);
        return ones;
    }

    public static void speaks(String words) {
        LoggerFactory.getLogger("the.task").warn("logged {}", words, new IllegalStateException("attached " + words));
        System.out.println("out " + words);
        System.err.println("err " + words);
    }

    public static int count(int steps) {
        for (int i = 1; i <= steps; i++) {
            TaskContext.current().progress(i, steps, "step " + i);
        }
        return steps;
    }
}
