package io.asynccpu.internal.pool;

import io.asynccpu.ProcessTaskPoolExecutor;
import java.lang.reflect.Field;

/** Reaches the inside of an executor's pool. */
final class PoolAccess {

    private PoolAccess() {}

    static Dispatcher dispatcher(ProcessTaskPoolExecutor executor) throws ReflectiveOperationException {
        return (Dispatcher) field(field(executor, "pool"), "dispatcher");
    }

    static Object field(Object of, String name) throws ReflectiveOperationException {
        for (Class<?> type = of.getClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    field.setAccessible(true);
                    return field.get(of);
                }
            }
        }
        throw new NoSuchFieldException(name);
    }
}
