package io.asynccpu.worker;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Standard output or error of a child, which counts its bytes: so the parent can tell a task's lines from those of the tasks
 * before it, without a mark in the stream. What native code writes is not counted; then lines of earlier tasks pass for the
 * last one's, never the other way round.
 */
final class CountedOutput extends FilterOutputStream {

    private final AtomicLong bytes = new AtomicLong();

    private CountedOutput(OutputStream counted) {
        super(counted);
    }

    static CountedOutput ofStandardOutput() {
        CountedOutput counted = new CountedOutput(new FileOutputStream(FileDescriptor.out));
        System.setOut(counted.printer("stdout.encoding"));
        return counted;
    }

    static CountedOutput ofStandardError() {
        CountedOutput counted = new CountedOutput(new FileOutputStream(FileDescriptor.err));
        System.setErr(counted.printer("stderr.encoding"));
        return counted;
    }

    private PrintStream printer(String encodingProperty) {
        String encoding = System.getProperty(encodingProperty);
        Charset charset = encoding == null ? Charset.defaultCharset() : Charset.forName(encoding);
        return new PrintStream(this, true, charset);
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
