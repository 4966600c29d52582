package io.asynccpu.internal.child;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Standard output or error of a child, with a count of its bytes, by which the parent tells a task's lines from those of earlier tasks
 * without a mark in the stream. Output of native code is not counted; lines of earlier tasks are then taken for the last one's, never
 * the other way round. The parent reads the output, so it is UTF-8 and lacks no character, whatever this JVM's default is.
 */
final class CountedOutput extends FilterOutputStream {

    private static final CountedOutput OUT = new CountedOutput(new FileOutputStream(FileDescriptor.out));
    private static final CountedOutput ERR = new CountedOutput(new FileOutputStream(FileDescriptor.err));

    private final AtomicLong bytes = new AtomicLong();

    private CountedOutput(OutputStream counted) {
        super(counted);
    }

    /** Redirects {@code System.out} to it. */
    static CountedOutput ofStandardOutput() {
        System.setOut(OUT.printer());
        return OUT;
    }

    /** Redirects {@code System.err} to it. */
    static CountedOutput ofStandardError() {
        System.setErr(ERR.printer());
        return ERR;
    }

    /** Returns a stream that is counted, too, but has a lock of its own. */
    static PrintStream besideStandardError() {
        return ERR.printer();
    }

    private PrintStream printer() {
        return new PrintStream(this, true, StandardCharsets.UTF_8);
    }

    /** Returns the charset of code that does not print to these streams, such as native code. */
    static String charsetOfOthers() {
        String[] names = {
            Charset.defaultCharset().name(),
            System.getProperty("stdout.encoding"),
            System.getProperty("native.encoding")
        };
        for (String name : names) {
            if (name != null && isNotUtf8(name)) {
                return name;
            }
        }
        return StandardCharsets.UTF_8.name();
    }

    /** Whether text in the charset may not be readable as UTF-8. */
    private static boolean isNotUtf8(String name) {
        try {
            Charset charset = Charset.forName(name);
            return !charset.equals(StandardCharsets.UTF_8) && !charset.equals(StandardCharsets.US_ASCII);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return false;
        }
    }

    long bytes() {
        return bytes.get();
    }

    @Override
    public void write(int b) throws IOException {
        out.write(b);
        bytes.incrementAndGet();
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        out.write(source, offset, length);
        bytes.addAndGet(length);
    }
}
