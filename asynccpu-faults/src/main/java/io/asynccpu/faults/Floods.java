package io.asynccpu.faults;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a task can do to the streams that lead out of its JVM. The one place of this kit that uses them. */
final class Floods {

    private static final Logger LOG = LoggerFactory.getLogger(Floods.class);

    private static final int BLOCK = 8 << 10;

    private Floods() {}

    /** Lines of 100 characters; stops when interrupted. */
    static long output(long bytes) {
        byte[] block = new byte[BLOCK];
        Arrays.fill(block, (byte) 'x');
        for (int i = 99; i < BLOCK; i += 100) {
            block[i] = '\n';
        }
        long written = 0;
        while (written < bytes && !Thread.currentThread().isInterrupted()) {
            int length = (int) Math.min(BLOCK, bytes - written);
            System.out.write(block, 0, length);
            written += length;
        }
        System.out.flush();
        return written;
    }

    /** Stops when interrupted. */
    static long log(long lines) {
        long written = 0;
        while (written < lines && !Thread.currentThread().isInterrupted()) {
            written++;
            LOG.info("Line {} of a flood of {}", written, lines);
        }
        return written;
    }

    /** Not only the objects of {@code System}, but what is below them. */
    static void closeAll() throws IOException {
        System.out.close();
        System.err.close();
        System.in.close();
        new FileOutputStream(FileDescriptor.out).close();
        new FileOutputStream(FileDescriptor.err).close();
        new FileInputStream(FileDescriptor.in).close();
    }
}
