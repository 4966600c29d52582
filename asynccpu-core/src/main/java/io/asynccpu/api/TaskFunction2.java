package io.asynccpu.api;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** A serializable function of two arguments that runs in a child JVM: a method reference, a lambda or an object. */
@FunctionalInterface
public interface TaskFunction2<A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
        extends Serializable {

    R apply(A a, B b) throws Exception;
}
