package io.asynccpu.internal.codec.guard;

import java.net.URL;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The parts of JDK values whose {@code equals} does not compare them. */
final class JdkValueParts {

    private JdkValueParts() {}

    /** Whether the value is of a frequent class that has no state besides what {@code equals} compares. */
    static boolean isValue(Object value) {
        return value instanceof String
                || value instanceof Integer
                || value instanceof Long
                || value instanceof Double
                || value instanceof Boolean
                || value instanceof Instant
                || value instanceof LocalDate;
    }

    static @Nullable List<Object> of(Object value) {
        if (value instanceof Optional<?> optional) {
            return Arrays.asList(new Object[] {optional.orElse(null)});
        } else if (value instanceof AtomicReference<?> reference) {
            return Arrays.asList(new Object[] {reference.get()});
        } else if (value instanceof Pattern pattern) {
            return List.of(pattern.pattern(), pattern.flags());
        } else if (value instanceof URL url) {
            return List.of(url.toExternalForm());
        } else if (value instanceof TimeZone zone) {
            return List.of(zone.getID(), zone.getRawOffset(), zone.getDSTSavings(), zone.useDaylightTime());
        }
        Class<?> type = value.getClass();
        boolean speaks = value instanceof StringBuilder
                || value instanceof StringBuffer
                || type.getName().startsWith("java.util.concurrent.atomic.")
                || type.getName().endsWith("SummaryStatistics");
        return speaks ? List.of(value.toString()) : null;
    }

    /** Whether the class defines equality. If not, the two objects have nothing to compare. */
    static boolean hasEquals(Class<?> type) {
        try {
            return type.getMethod("equals", Object.class).getDeclaringClass() != Object.class;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }
}
