package io.asynccpu.internal.codec.jackson;

/**
 * The shape of a class with one instance, such as a Kotlin {@code object}: it is received as the instance of the
 * receiving side.
 */
final class SingletonShape extends Shape {

    private final Object instance;
    private final boolean plain;

    SingletonShape(Object instance, boolean plain) {
        super(instance.getClass());
        this.instance = instance;
        this.plain = plain;
    }

    @Override
    void write(Object value, GraphWriter out) {
        out.declared();
    }

    @Override
    Object read(GraphReader in, int id) throws io.asynccpu.internal.codec.UncrossableException {
        in.integer();
        return instance;
    }

    @Override
    boolean isShared() {
        return false;
    }

    @Override
    boolean isPlain() {
        return plain;
    }
}
