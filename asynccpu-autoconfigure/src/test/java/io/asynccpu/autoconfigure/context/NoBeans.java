package io.asynccpu.autoconfigure.context;

import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;

/** A bean factory without any bean of a type. */
final class NoBeans<T> implements ObjectProvider<T> {

    @Override
    public Stream<T> stream() {
        return Stream.empty();
    }
}
