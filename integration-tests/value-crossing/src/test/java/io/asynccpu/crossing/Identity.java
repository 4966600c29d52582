package io.asynccpu.crossing;

import java.lang.reflect.Proxy;
import java.util.AbstractMap;
import java.util.BitSet;
import java.util.Calendar;
import java.util.Collection;
import java.util.Date;
import java.util.Map;
import tools.jackson.databind.node.ValueNode;

/** Whether it makes a difference that two references lead to one object. */
final class Identity {

    private Identity() {}

    static boolean matters(Object value) {
        Class<?> type = value.getClass();
        if (!Jdk.has(type)) {
            return !(value instanceof Enum<?>)
                    && !(value instanceof ValueNode)
                    && !Special.isSingleton(value)
                    && !Proxy.isProxyClass(type);
        }
        if (type.isArray()) {
            return true;
        }
        if (value instanceof Collection<?> collection) {
            return !(isImmutable(type) && collection.isEmpty());
        }
        if (value instanceof Map<?, ?> map) {
            return !(isImmutable(type) && map.isEmpty());
        }
        // What can change; the rest of the JDK's are values.
        return value instanceof Date
                || value instanceof Calendar
                || value instanceof BitSet
                || value instanceof StringBuilder
                || value instanceof StringBuffer
                || value instanceof Throwable
                || value instanceof AbstractMap.SimpleEntry
                || type.getPackageName().equals("java.util.concurrent.atomic");
    }

    /** One object stands for all empty ones. */
    private static boolean isImmutable(Class<?> type) {
        return type.getName().startsWith("java.util.ImmutableCollections")
                || type.getName().startsWith("java.util.Collections$Empty");
    }
}
