package io.asynccpu.codec;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@link FailureData} as bytes, big-endian. A throwable: class name, message, count of frames, frames, whether a cause
 * follows, the cause, count of suppressed, suppressed. A string: its length in bytes or -1 for null, and UTF-8.
 */
final class FailureWire {

    private static final byte VERSION = 1;
    private static final int SMALLEST_FRAME = 7 * 4;

    private FailureWire() {}

    /** What of a failure is written. */
    record Bounds(int throwables, int frames, int characters) {}

    static void write(FailureData failure, Bounds bounds, PayloadBuffer target) {
        DataOutputStream out = new DataOutputStream(target);
        try {
            out.writeByte(VERSION);
            new Writer(out, bounds).write(failure);
        } catch (IOException e) {
            throw new IllegalStateException("A buffer in memory failed", e);
        }
    }

    private static final class Writer {

        private final DataOutputStream out;
        private final Bounds bounds;
        private int throwables;

        Writer(DataOutputStream out, Bounds bounds) {
            this.out = out;
            this.bounds = bounds;
        }

        void write(FailureData failure) throws IOException {
            throwables++;
            string(failure.className());
            string(failure.message());
            List<StackTraceElement> frames =
                    failure.frames().subList(0, Math.min(failure.frames().size(), bounds.frames()));
            out.writeInt(frames.size());
            for (StackTraceElement frame : frames) {
                frame(frame);
            }
            FailureData cause = failure.cause();
            if (cause != null && throwables < bounds.throwables()) {
                out.writeByte(1);
                write(cause);
            } else {
                out.writeByte(0);
            }
            for (FailureData suppressed : failure.suppressed()) {
                if (throwables < bounds.throwables()) {
                    out.writeByte(1);
                    write(suppressed);
                }
            }
            out.writeByte(0);
        }

        private void frame(StackTraceElement frame) throws IOException {
            string(frame.getClassLoaderName());
            string(frame.getModuleName());
            string(frame.getModuleVersion());
            string(frame.getClassName());
            string(frame.getMethodName());
            string(frame.getFileName());
            out.writeInt(frame.getLineNumber());
        }

        private void string(@Nullable String value) throws IOException {
            if (value == null) {
                out.writeInt(-1);
                return;
            }
            String cut = value.length() <= bounds.characters()
                    ? value
                    : value.substring(0, Math.max(0, bounds.characters() - 1)) + "…";
            byte[] bytes = cut.getBytes(StandardCharsets.UTF_8);
            out.writeInt(bytes.length);
            out.write(bytes);
        }
    }

    static FailureData read(byte[] bytes) {
        Reader reader = new Reader(ByteBuffer.wrap(bytes));
        try {
            return reader.readAll();
        } catch (BufferUnderflowException e) {
            throw new MalformedFailureException("A worker's failure report ends too early", e);
        }
    }

    private static final class Reader {

        private final ByteBuffer in;
        private int throwables;

        Reader(ByteBuffer in) {
            this.in = in;
        }

        FailureData readAll() {
            byte version = in.get();
            if (version != VERSION) {
                throw malformed("has version " + version + " instead of " + VERSION);
            }
            FailureData failure = read(1);
            if (in.hasRemaining()) {
                throw malformed("has " + in.remaining() + " bytes too many");
            }
            return failure;
        }

        private FailureData read(int depth) {
            if (depth > FailureData.DEEPEST || ++throwables > FailureData.MOST_THROWABLES) {
                throw malformed("has too many throwables");
            }
            String className = required();
            String message = string();
            int count = in.getInt();
            if (count < 0 || count > in.remaining() / SMALLEST_FRAME) {
                throw malformed("claims " + count + " frames in " + in.remaining() + " bytes");
            }
            List<StackTraceElement> frames = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                frames.add(new StackTraceElement(
                        string(), string(), string(), required(), required(), string(), in.getInt()));
            }
            FailureData cause = follows() ? read(depth + 1) : null;
            List<FailureData> suppressed = new ArrayList<>();
            while (follows()) {
                suppressed.add(read(depth + 1));
            }
            return new FailureData(className, message, frames, cause, suppressed);
        }

        private boolean follows() {
            byte mark = in.get();
            if (mark != 0 && mark != 1) {
                throw malformed("has the byte " + mark + " where only 0 or 1 may stand");
            }
            return mark == 1;
        }

        private String required() {
            String value = string();
            if (value == null) {
                throw malformed("lacks a name");
            }
            return value;
        }

        private @Nullable String string() {
            int length = in.getInt();
            if (length == -1) {
                return null;
            }
            if (length < 0 || length > in.remaining()) {
                throw malformed("claims a string of " + length + " bytes in " + in.remaining());
            }
            byte[] bytes = new byte[length];
            in.get(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }

        private static MalformedFailureException malformed(String what) {
            return new MalformedFailureException("A worker's failure report " + what, null);
        }
    }
}
