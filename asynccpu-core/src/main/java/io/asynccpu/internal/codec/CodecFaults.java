package io.asynccpu.internal.codec;

import io.asynccpu.api.TaskNotSerializableException;
import java.lang.reflect.Type;
import java.nio.BufferUnderflowException;

/** Messages of the exceptions that the codecs throw to callers. */
public final class CodecFaults {

    private CodecFaults() {}

    /**
     * @param call name of the call
     * @param what the argument, parameter or result, in words
     * @param problem the rest of the sentence, without the reason
     */
    static TaskNotSerializableException of(String call, String what, Type type, String problem, Throwable cause) {
        String path = cause instanceof UncrossableException e && !e.path().isEmpty() ? " at " + e.path() : "";
        return new TaskNotSerializableException(
                call + ": " + what + " of type " + type.getTypeName() + " " + problem + path
                        + (cause instanceof PayloadTooLargeException ? " " : ": ") + reason(cause),
                cause);
    }

    /** The reason that a message gives for this cause. */
    public static String reason(Throwable cause) {
        if (cause instanceof StackOverflowError) {
            return "it is nested too deeply or refers to itself; pass ids instead of references, or a flatter form";
        }
        if (cause instanceof BufferUnderflowException) {
            return "bytes are missing";
        }
        if (cause instanceof Error) {
            return cause.toString();
        }
        return cause.getMessage() == null ? cause.getClass().getName() : cause.getMessage();
    }
}
