package io.asynccpu.internal.fastpath;

import io.asynccpu.internal.protocol.Payload;
import io.asynccpu.internal.task.CallSpec;
import io.asynccpu.internal.task.PoolTask;
import io.asynccpu.internal.task.TaskTerms;
import java.util.Map;

/** Which tasks may be prefetched: a prefetched task waits in buffers, so everything that is sent with it must be small together. */
public final class PrefetchLimit {

    private static final int MOST_BYTES = 4 << 10;

    private PrefetchLimit() {}

    public static boolean allows(PoolTask<?> task) {
        return allows(task.call(), task.arguments(), task.terms());
    }

    static boolean allows(CallSpec call, Payload arguments, TaskTerms terms) {
        byte[] function = call.id() == 0 ? call.call().function() : null;
        return arguments.arrays().isEmpty()
                && arguments.length() + (function == null ? 0 : function.length) + contextLength(terms) <= MOST_BYTES;
    }

    private static int contextLength(TaskTerms terms) {
        if (terms.context().isEmpty()) {
            return 0;
        }
        int length = 0;
        for (Map<String, String> values : terms.context().values()) {
            for (Map.Entry<String, String> value : values.entrySet()) {
                length += value.getKey().length() + value.getValue().length();
            }
        }
        return length;
    }
}
