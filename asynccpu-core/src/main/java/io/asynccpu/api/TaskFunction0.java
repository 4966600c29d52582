package io.asynccpu.api;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** A serializable function of no argument that runs in a child JVM: a method reference, a lambda or an object. */
@FunctionalInterface
public interface TaskFunction0<R extends @Nullable Object> extends Serializable {

    R apply() throws Exception;
}
