package io.asynccpu.pool;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The functions that succeeded lately: a fresh worker is taught them before it is asked for one. None that never did, since
 * it might harm the worker; and no beans, which a worker makes for its own tasks only. Guarded by the pool's lock.
 */
final class Repertoire {

    private static final int MOST = 16;

    /** By their ids, the one that succeeded last at the end. */
    private final Map<Integer, CallSpec> functions = new LinkedHashMap<>(MOST, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, CallSpec> eldest) {
            return size() > MOST;
        }
    };

    void succeeded(CallSpec call) {
        if (call.id() != 0 && call.call().function() != null) {
            functions.put(call.id(), call);
        }
    }

    List<CallSpec> functions() {
        return List.copyOf(functions.values());
    }
}
