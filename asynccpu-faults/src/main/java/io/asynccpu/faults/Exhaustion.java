package io.asynccpu.faults;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/** Takes all there is of something, but nothing that the machine's other processes need. */
final class Exhaustion {

    private static final int MEBIBYTE = 1 << 20;

    /** Larger than the memory of any machine, so few of them exhaust what a process may reserve. */
    private static final long HUGE_STACK = 1L << 40;

    private static final int MOST_DESCRIPTORS = 1 << 20;

    private Exhaustion() {}

    static void heap() {
        takeAll(() -> new byte[MEBIBYTE]);
    }

    /** Each one holds the one before, so the collector gets nothing back. */
    private static void takeAll(Supplier<Object> one) {
        Object[] held = new Object[0];
        while (true) {
            held = new Object[] {one.get(), held};
        }
    }

    static void metaspace() {
        boolean bounded = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getName().equals("Metaspace"))
                .map(MemoryPoolMXBean::getUsage)
                .anyMatch(usage -> usage != null && usage.getMax() >= 0);
        if (!bounded) {
            throw new IllegalStateException("Faults.metaspaceExhaustion would take the machine's memory, as this"
                    + " worker's metaspace has no bound: give the pool jvmArgs(\"-XX:MaxMetaspaceSize=64m\")");
        }
        takeAll(() -> {
            ClassLoader loader = new ClassLoader(Exhaustion.class.getClassLoader()) {};
            return Proxy.newProxyInstance(loader, new Class<?>[] {Runnable.class}, (proxy, method, args) -> null);
        });
    }

    static void directMemory() {
        takeAll(() -> ByteBuffer.allocateDirect(MEBIBYTE));
    }

    static void threads() {
        CountDownLatch end = new CountDownLatch(1);
        try {
            while (true) {
                Thread thread = new Thread(null, () -> awaitUninterruptibly(end), "one-too-many", HUGE_STACK);
                thread.setDaemon(true);
                thread.start();
            }
        } finally {
            end.countDown();
        }
    }

    private static void awaitUninterruptibly(CountDownLatch end) {
        while (true) {
            try {
                end.await();
                return;
            } catch (InterruptedException e) {
                // Ends with its latch only.
            }
        }
    }

    static void descriptors() throws IOException {
        Path file = Files.createTempFile("asynccpu-faults-", ".tmp");
        List<FileChannel> held = new ArrayList<>();
        try {
            while (held.size() < MOST_DESCRIPTORS) {
                held.add(FileChannel.open(file, StandardOpenOption.READ));
            }
            throw new IllegalStateException("A process may have more than " + MOST_DESCRIPTORS
                    + " open files here; lower the limit for the worker (ulimit -n) by the pool's commandPrefix");
        } finally {
            for (FileChannel channel : held) {
                channel.close();
            }
            Files.deleteIfExists(file);
        }
    }

    static void stack() {
        deeper(0);
    }

    @SuppressWarnings("InfiniteRecursion") // On purpose.
    private static long deeper(long depth) {
        return deeper(depth + 1) + depth;
    }

    /** The file has no name while it grows, so nothing of it outlives this process. */
    static long disk(Path directory, long bytes) throws IOException {
        long usable = Files.getFileStore(directory).getUsableSpace();
        if (bytes > usable / 2) {
            throw new IllegalStateException("Faults.diskFlood would take " + bytes + " of the " + usable
                    + " bytes that are free for " + directory + ", which others may need; the most is half of them");
        }
        Path file = Files.createTempFile(directory, "asynccpu-faults-", ".tmp");
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
            ByteBuffer block = ByteBuffer.allocate(MEBIBYTE);
            long written = 0;
            while (written < bytes) {
                block.clear().limit((int) Math.min(MEBIBYTE, bytes - written));
                written += channel.write(block);
            }
            return written;
        }
    }
}
