package io.asynccpu.support;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import sun.misc.Unsafe;

/** What tests run in children that do not survive it. */
public final class DeadlyTasks {

    /** Leaked on purpose. */
    private static final List<Object> HELD = new ArrayList<>();

    private DeadlyTasks() {}

    /** Its class is defined again and again. */
    private static final class Hidden {}

    public static int exhaustsMetaspace() throws Exception {
        byte[] bytes;
        try (InputStream in = Hidden.class.getResourceAsStream("DeadlyTasks$Hidden.class")) {
            bytes = in.readAllBytes();
        }
        while (true) {
            HELD.add(MethodHandles.lookup()
                    .defineHiddenClass(bytes, false, MethodHandles.Lookup.ClassOption.STRONG)
                    .lookupClass());
        }
    }

    public static int asksForTheLongestArray() {
        return new long[Integer.MAX_VALUE].length;
    }

    public static int asksForTooLongAText() {
        return "two".repeat(Integer.MAX_VALUE).length();
    }

    public static int throwsOutOfMemory(String words) {
        throw words == null ? new OutOfMemoryError() : new OutOfMemoryError(words);
    }

    public static int exhaustsDirectMemory() {
        while (true) {
            HELD.add(ByteBuffer.allocateDirect(1 << 20));
        }
    }

    /** Each with so large a stack that a limit of the address space is reached soon. */
    public static int exhaustsThreads() {
        while (true) {
            CountDownLatch never = new CountDownLatch(1);
            Thread thread = new Thread(
                    null,
                    () -> {
                        try {
                            never.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    },
                    "one more",
                    256 << 20);
            thread.setDaemon(true);
            thread.start();
        }
    }

    public static int exhaustsDescriptors() throws IOException {
        while (true) {
            HELD.add(new FileInputStream("/dev/null"));
        }
    }

    @SuppressWarnings("InfiniteRecursion") // On purpose.
    public static int overflowsStack() {
        return 1 + overflowsStack();
    }

    private static Unsafe unsafe() throws ReflectiveOperationException {
        Field field = Unsafe.class.getDeclaredField("theUnsafe");
        field.setAccessible(true);
        return (Unsafe) field.get(null);
    }

    /** Writes where nothing is mapped. */
    public static int crashes() throws ReflectiveOperationException {
        unsafe().putAddress(0, 0);
        return 0;
    }

    public static int exhaustsNativeMemory() throws ReflectiveOperationException {
        while (true) {
            HELD.add(unsafe().allocateMemory(256 << 20));
        }
    }

    public static int waitsDeaf() {
        while (true) {
            try {
                HarmlessTasks.waitsForever();
            } catch (InterruptedException deaf) {
                // Goes on waiting.
            }
        }
    }

    /** As the kernel would. */
    public static int killsItself() throws Exception {
        new ProcessBuilder(
                        "kill", "-KILL", Long.toString(ProcessHandle.current().pid()))
                .start()
                .waitFor();
        return HarmlessTasks.waitsForever();
    }

    public static int losesAThread() throws InterruptedException {
        Thread thread = new Thread(() -> {
            throw new AssertionError("in a thread of the task");
        });
        thread.start();
        thread.join();
        return 7;
    }

    public static int exitsWithHangingHook() {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        System.exit(5);
        return 5;
    }

    public static int claimsToBeOutOfMemory() {
        System.out.print("unfinished ");
        System.out.println("Terminating due to java.lang.OutOfMemoryError: Java heap space");
        Runtime.getRuntime().halt(3);
        return 3;
    }

    public static int talks(String words) {
        System.out.println("out " + words);
        System.err.println("err " + words);
        return 0;
    }

    /** Says something, then dies after bytes that are no text, a line without an end, and commands for a terminal. */
    public static int diesTalking(String words) throws IOException {
        talks(words);
        System.out.write(new byte[] {(byte) 0xC3, '(', (byte) 0xFF, 27, '[', '2', 'J', 7, '\r', '\n'});
        System.out.print("unfinished " + words);
        Runtime.getRuntime().halt(9);
        return 9;
    }

    /** Floods standard output with lines, and a line of 100 MiB, then dies. */
    public static int diesFlooding() {
        for (int i = 0; i < 1000; i++) {
            System.out.println("line " + i);
        }
        String piece = "x".repeat(1 << 20);
        for (int i = 0; i < 20; i++) {
            System.err.print(piece);
        }
        Runtime.getRuntime().halt(9);
        return 9;
    }

    /** Where this JVM would write its crash report. */
    public static Path crashReport() {
        String option = "-XX:ErrorFile=";
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith(option))
                .map(argument -> Path.of(argument.substring(option.length())))
                .findFirst()
                .orElseThrow();
    }

    public static String returnsWhenTold(String diary) throws Exception {
        Diary.note(diary, "started");
        Diary.await(Path.of(diary), "go");
        return "went";
    }
}
