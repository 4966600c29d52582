package io.asynccpu.api;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** A serializable function of one argument that runs in a child JVM: a method reference, a lambda or an object. */
@FunctionalInterface
public interface TaskFunction1<A extends @Nullable Object, R extends @Nullable Object> extends Serializable {

    R apply(A a) throws Exception;
}
