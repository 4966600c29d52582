package io.asynccpu.internal.codec.jackson;

import io.asynccpu.internal.codec.UncrossableException;
import io.asynccpu.internal.codec.reflect.LazyState;

/**
 * The shape of a persistence provider's collection, which must have been loaded: its elements, in a plain collection.
 */
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
    void check(Slot.Check check) throws UncrossableException {
        content.check(check);
    }
}
