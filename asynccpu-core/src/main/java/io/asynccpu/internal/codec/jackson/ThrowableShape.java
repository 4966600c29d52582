package io.asynccpu.internal.codec.jackson;

import io.asynccpu.internal.codec.UncrossableException;
import io.asynccpu.internal.codec.failure.FailureCodec;
import io.asynccpu.internal.codec.failure.MalformedFailureException;
import java.util.function.Supplier;

/** The shape of exceptions as values: in the form of a task's failure, but complete or not at all. */
final class ThrowableShape extends Shape {

    private static final int LIMIT = 1 << 24;
    private static final int DEEPEST = 3;
    private static final ThreadLocal<Integer> NESTED = ThreadLocal.withInitial(() -> 0);

    private final Shapes shapes;

    ThrowableShape(Shapes shapes) {
        super(Throwable.class);
        this.shapes = shapes;
    }

    @Override
    void write(Object value, GraphWriter out) throws UncrossableException {
        byte[] bytes = nested(() -> FailureCodec.encode((Throwable) value, shapes.codec(), LIMIT));
        out.requireReadBack();
        out.out().writeBinary(bytes);
    }

    @Override
    Object read(GraphReader in, int id) throws UncrossableException {
        return read(in.binary());
    }

    /**
     * Guard against endless recursion of exceptions that hold each other in their fields: each is a message of its own,
     * without references to the others.
     */
    private static <T> T nested(Supplier<T> step) throws UncrossableException {
        int depth = NESTED.get();
        if (depth == DEEPEST) {
            throw new UncrossableException(
                    "exceptions that hold values that hold exceptions, " + DEEPEST + " levels deep");
        }
        NESTED.set(depth + 1);
        try {
            return step.get();
        } finally {
            if (depth == 0) {
                NESTED.remove();
            } else {
                NESTED.set(depth);
            }
        }
    }

    private Throwable read(byte[] bytes) throws UncrossableException {
        try {
            return nested(() -> FailureCodec.decode(bytes, shapes.loader(), shapes.codec()));
        } catch (MalformedFailureException e) {
            throw new UncrossableException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    boolean isFamily() {
        return true;
    }

    @Override
    boolean isMadeLast() {
        return true;
    }
}
