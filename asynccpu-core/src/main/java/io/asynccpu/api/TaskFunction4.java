package io.asynccpu.api;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** A serializable function of four arguments that runs in a child JVM: a method reference, a lambda or an object. */
@FunctionalInterface
public interface TaskFunction4<
                A extends @Nullable Object,
                B extends @Nullable Object,
                C extends @Nullable Object,
                D extends @Nullable Object,
                R extends @Nullable Object>
        extends Serializable {

    R apply(A a, B b, C c, D d) throws Exception;
}
