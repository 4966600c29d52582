package io.asynccpu.internal.codec.jackson;

import io.asynccpu.internal.codec.UncrossableException;

/** The shape of a JDK class whose objects are plain values: a few tokens. */
final class ScalarShape<T> extends Shape {

    private final Class<T> type;
    private final boolean mutable;
    private final Writer<T> writer;
    private final Reader<T> reader;

    interface Writer<T> {
        void write(T value, GraphWriter out) throws UncrossableException;
    }

    interface Reader<T> {
        T read(GraphReader in) throws UncrossableException;
    }

    private ScalarShape(Class<T> type, boolean mutable, Writer<T> writer, Reader<T> reader) {
        super(type);
        this.type = type;
        this.mutable = mutable;
        this.writer = writer;
        this.reader = reader;
    }

    static <T> Shape of(Class<T> type, Writer<T> writer, Reader<T> reader) {
        return new ScalarShape<>(type, false, writer, reader);
    }

    /** For a mutable class: two references to one object remain references to one object. */
    static <T> Shape mutable(Class<T> type, Writer<T> writer, Reader<T> reader) {
        return new ScalarShape<>(type, true, writer, reader);
    }

    @Override
    void write(Object value, GraphWriter out) throws UncrossableException {
        writer.write(type.cast(value), out);
    }

    @Override
    Object read(GraphReader in, int id) throws UncrossableException {
        return reader.read(in);
    }

    @Override
    boolean isShared() {
        return mutable;
    }

    @Override
    boolean isBare() {
        return !mutable;
    }

    @Override
    boolean runsNoApplicationCode() {
        return true;
    }

    @Override
    boolean isPlain() {
        return true;
    }
}
