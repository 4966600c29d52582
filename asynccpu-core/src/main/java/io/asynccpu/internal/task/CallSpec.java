package io.asynccpu.internal.task;

import io.asynccpu.internal.protocol.Message;
import java.lang.reflect.Type;

/**
 * Describes what a task calls in the worker: a function, or a target that the worker's runtime knows.
 *
 * @param id unique in the pool, for a call that many tasks make; 0 for one that only one task makes
 */
public record CallSpec(int id, Message.Call call, Type resultType) {

    /**
     * @param function serialized
     */
    public static CallSpec ofFunction(int id, String name, byte[] function, Type resultType) {
        return new CallSpec(id, new Message.Call(name, function, null), resultType);
    }

    /**
     * @param target for the worker's runtime
     */
    public static CallSpec ofTarget(int id, String name, String target, Type resultType) {
        return new CallSpec(id, new Message.Call(name, null, target), resultType);
    }

    /** For messages. */
    public String name() {
        return call.name();
    }
}
