package io.asynccpu.crossing;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/** A type with its type arguments, as a method's signature would show it: made as an anonymous subclass. */
class TypeOf<T> {

    final Type type;

    protected TypeOf() {
        this.type = ((ParameterizedType) getClass().getGenericSuperclass()).getActualTypeArguments()[0];
    }

    /** One that cannot be written down. */
    TypeOf(Type type) {
        this.type = type;
    }
}
