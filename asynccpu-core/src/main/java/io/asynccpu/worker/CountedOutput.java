package io.asynccpu.worker;

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
 * Standard output or error of a child, which counts its bytes: so the parent can tell a task's lines from those of the tasks
 * before it, without a mark in the stream. What native code writes is not counted; then lines of earlier tasks pass for the
 * last one's, never the other way round. The parent reads what is printed here, so it is in UTF-8 and lacks no character,
 * however this JVM was started.
 */
final class CountedOutput extends FilterOutputStream {

    private static final CountedOutput OUT = new CountedOutput(new FileOutputStream(FileDescriptor.out));
    private static final CountedOutput ERR = new CountedOutput(new FileOutputStream(FileDescriptor.err));

    private final AtomicLong bytes = new AtomicLong();

    private CountedOutput(OutputStream counted) {
        super(counted);
    }

    /** From now on {@code System.out} prints to it. */
    static CountedOutput ofStandardOutput() {
        System.setOut(OUT.printer());
        return OUT;
    }

    /** From now on {@code System.err} prints to it. */
    static CountedOutput ofStandardError() {
        System.setErr(ERR.printer());
        return ERR;
    }

    /** Counted, too, but with a lock of its own. */
    static PrintStream besideStandardError() {
        return ERR.printer();
    }

    private PrintStream printer() {
        return new PrintStream(this, true, StandardCharsets.UTF_8);
    }

    /** In which charset code writes that does not print to these streams, such as native code. */
    static String charsetOfOthers() {
        String[] names = {
            Charset.defaultCharset().name(),
            System.getProperty("stdout.encoding"),
            System.getProperty("native.encoding")
        };
        for (String name : names) {
            if (name != null && isMore(name)) {
                return name;
            }
        }
        return StandardCharsets.UTF_8.name();
    }

    /** Whether UTF-8 is not enough for it. */
    private static boolean isMore(String name) {
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
