package io.asynccpu.codec.jackson;

import io.asynccpu.codec.UncrossableException;
import io.asynccpu.codec.reflect.LazyState;

/** A persistence provider's collection, if it has been loaded: its elements, in a plain collection. */
final class LazyCollectionShape extends Shape {

    private final LazyState state;
    private final Shape content;

    LazyCollectionShape(LazyState state, Shape content) {
        super(content.type());
        this.state = state;
        this.content = content;
    }

    @Override
    void write(Object value, GraphWriter out) throws UncrossableException {
        state.requireLoaded(value);
        content.write(value, out);
    }

    @Override
    Object read(GraphReader in, int id) throws UncrossableException {
        return content.read(in, id);
    }

    @Override
    boolean isPlain() {
        return true;
    }

    @Override
    void check(TypeCheck check) throws UncrossableException {
        content.check(check);
    }
}
