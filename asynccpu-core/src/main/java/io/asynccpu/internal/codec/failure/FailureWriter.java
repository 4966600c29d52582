package io.asynccpu.internal.codec.failure;

import io.asynccpu.internal.codec.PayloadBuffer;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes a failure in the format of {@link FailureWire}, within bounds. */
final class FailureWriter {

    private final DataOutputStream out;
    private final FailureWire.Bounds bounds;
    private int throwables;

    private FailureWriter(DataOutputStream out, FailureWire.Bounds bounds) {
        this.out = out;
        this.bounds = bounds;
    }

    /**
     * @throws io.asynccpu.internal.codec.PayloadTooLargeException if the failure within these bounds exceeds the target's limit
     */
    static void write(FailureData.Report report, FailureWire.Bounds bounds, PayloadBuffer target) {
        try {
            new FailureWriter(new DataOutputStream(target), bounds).write(report);
        } catch (IOException e) {
            throw new IllegalStateException("A buffer in memory failed", e);
        }
    }

    private void write(FailureData.Report report) throws IOException {
        out.writeByte(FailureWire.VERSION);
        write(report.failure());
        for (FailureData held : report.held()) {
            if (hasRoom()) {
                out.writeByte(1);
                write(held);
            }
        }
        out.writeByte(0);
    }

    private boolean hasRoom() {
        return throwables < bounds.throwables();
    }

    private void write(FailureData failure) throws IOException {
        throwables++;
        out.writeInt(failure.number());
        string(failure.className());
        string(failure.message());
        boolean otherPlain = bounds.field() >= 0 && !Objects.equals(failure.plainMessage(), failure.message());
        out.writeByte((otherPlain ? FailureWire.OTHER_PLAIN_MESSAGE : 0)
                | (failure.causeOpen() ? FailureWire.CAUSE_OPEN : 0)
                | (failure.causeShown() ? FailureWire.CAUSE_SHOWN : 0));
        if (otherPlain) {
            string(failure.plainMessage());
        }
        List<StackTraceElement> frames =
                failure.frames().subList(0, Math.min(failure.frames().size(), bounds.frames()));
        out.writeInt(frames.size());
        for (StackTraceElement frame : frames) {
            frame(frame);
        }
        List<FailureField> cut = new ArrayList<>();
        FailureData cause = failure.cause();
        if (cause != null && hasRoom()) {
            out.writeByte(1);
            write(cause);
        } else {
            out.writeByte(0);
            if (cause != null) {
                cut.add(FailureField.omitted(FailureField.CAUSE, FailureWire.TOO_LARGE));
            }
        }
        for (FailureData suppressed : failure.suppressed()) {
            if (hasRoom()) {
                out.writeByte(1);
                write(suppressed);
            } else if (cut.isEmpty() || !cut.get(cut.size() - 1).name().equals(FailureField.SUPPRESSED)) {
                cut.add(FailureField.omitted(FailureField.SUPPRESSED, FailureWire.TOO_LARGE));
            }
        }
        out.writeByte(0);
        fields(failure, cut);
    }

    private void fields(FailureData failure, List<FailureField> cut) throws IOException {
        if (bounds.field() >= 0) {
            for (FailureField field : failure.fields()) {
                field(field);
            }
        } else if (!failure.fields().isEmpty()) {
            field(FailureField.omitted(FailureField.FIELDS, FailureWire.TOO_LARGE));
        }
        for (FailureField part : cut) {
            field(part);
        }
        out.writeByte(0);
    }

    private void field(FailureField field) throws IOException {
        FailureField.Value value = field.value();
        if (value instanceof FailureField.Coded coded && coded.bytes().length > bounds.field()) {
            value = new FailureField.Omitted(FailureWire.TOO_LARGE);
        }
        if (value instanceof FailureField.Coded coded) {
            out.writeByte(FailureWire.CODED);
            name(field);
            string(coded.className());
            out.writeInt(coded.bytes().length);
            out.write(coded.bytes());
        } else if (value instanceof FailureField.Thrown thrown) {
            out.writeByte(FailureWire.THROWN);
            name(field);
            out.writeInt(thrown.number());
        } else if (value instanceof FailureField.ThrownOnes several) {
            out.writeByte(FailureWire.THROWN_ONES);
            name(field);
            out.writeInt(several.numbers().size());
            for (int number : several.numbers()) {
                out.writeInt(number);
            }
        } else if (value instanceof FailureField.Omitted omitted) {
            out.writeByte(FailureWire.LEFT_OUT);
            name(field);
            string(omitted.reason());
        }
    }

    private void name(FailureField field) throws IOException {
        string(field.owner());
        string(field.name());
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
