package io.asynccpu.crossing;

import java.io.File;
import java.io.Serializable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.InetAddress;
import java.net.URL;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Comparator;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TimeZone;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicMarkableReference;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.AtomicStampedReference;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Values of the JDK's classes: by {@code equals}, and by what that ignores. */
final class JdkComparison {

    private JdkComparison() {}

    /** Also for an application class that extends one of the JDK's; then the classes are known to be the same. */
    static String compare(DeepComparison comparison, Object sent, Object arrived) {
        if (sent instanceof Map.Entry<?, ?> entry && Jdk.has(sent.getClass())) {
            if (!(arrived instanceof Map.Entry<?, ?> other)) {
                return DeepComparison.classes(sent, arrived);
            }
            comparison.and("key", entry.getKey(), other.getKey());
            comparison.and("value", entry.getValue(), other.getValue());
            return null;
        }
        if (sent.getClass() != arrived.getClass()) {
            return DeepComparison.classes(sent, arrived);
        }
        if (sent instanceof String) {
            return sent.equals(arrived) ? null : "another content";
        }
        if (sent instanceof Integer || sent instanceof Long || sent instanceof Character) {
            return sent.equals(arrived) ? null : "not equal";
        }
        if (sent instanceof Float number) {
            return bits(Float.floatToIntBits(number), Float.floatToIntBits((Float) arrived));
        }
        if (sent instanceof Double number) {
            return bits(Double.doubleToLongBits(number), Double.doubleToLongBits((Double) arrived));
        }
        if (holds(comparison, sent, arrived)) {
            return null;
        }
        if (sent instanceof Throwable thrown) {
            return Throwables.compare(comparison, thrown, (Throwable) arrived);
        }
        if (sent instanceof Buffer buffer) {
            return buffers(buffer, (Buffer) arrived);
        }
        return known(sent, arrived) ? plain(comparison, sent, arrived) : "another content";
    }

    private static String bits(long sent, long arrived) {
        return sent == arrived ? null : "other bits";
    }

    /** Whether it only holds another value; that is compared by itself. */
    private static boolean holds(DeepComparison comparison, Object sent, Object arrived) {
        if (sent instanceof Optional<?> optional) {
            comparison.and("value", optional.orElse(null), ((Optional<?>) arrived).orElse(null));
        } else if (sent instanceof AtomicReference<?> reference) {
            comparison.and("value", reference.get(), ((AtomicReference<?>) arrived).get());
        } else if (sent instanceof AtomicStampedReference<?> reference) {
            AtomicStampedReference<?> other = (AtomicStampedReference<?>) arrived;
            comparison.and("value", reference.getReference(), other.getReference());
            comparison.and("stamp", reference.getStamp(), other.getStamp());
        } else if (sent instanceof AtomicMarkableReference<?> reference) {
            AtomicMarkableReference<?> other = (AtomicMarkableReference<?>) arrived;
            comparison.and("value", reference.getReference(), other.getReference());
            comparison.and("mark", reference.isMarked(), other.isMarked());
        } else if (sent instanceof AtomicReferenceArray<?> array) {
            AtomicReferenceArray<?> other = (AtomicReferenceArray<?>) arrived;
            comparison.and("length", array.length(), other.length());
            for (int i = 0; i < Math.min(array.length(), other.length()); i++) {
                comparison.and("[" + i + "]", array.get(i), other.get(i));
            }
        } else {
            return false;
        }
        return true;
    }

    /** What {@code equals} ignores or does not know. */
    private static boolean known(Object sent, Object arrived) {
        if (sent instanceof Pattern pattern) {
            Pattern other = (Pattern) arrived;
            return pattern.pattern().equals(other.pattern()) && pattern.flags() == other.flags();
        }
        if (sent instanceof Calendar calendar) {
            return calendar.equals(arrived) && calendars(calendar, (Calendar) arrived);
        }
        if (sent instanceof TimeZone zone) {
            TimeZone other = (TimeZone) arrived;
            return zone.getID().equals(other.getID()) && zone.hasSameRules(other);
        }
        if (sent instanceof File file) {
            return file.getPath().equals(((File) arrived).getPath());
        }
        if (sent instanceof URL url) {
            return url.toExternalForm().equals(((URL) arrived).toExternalForm());
        }
        if (sent instanceof CharSequence) {
            return sent.toString().equals(arrived.toString());
        }
        if (sent instanceof AtomicIntegerArray || sent instanceof AtomicLongArray) {
            return sent.toString().equals(arrived.toString());
        }
        return true;
    }

    private static boolean calendars(Calendar sent, Calendar arrived) {
        return parts(sent).equals(parts(arrived))
                && sent.isLenient() == arrived.isLenient()
                && sent.getFirstDayOfWeek() == arrived.getFirstDayOfWeek()
                && sent.getMinimalDaysInFirstWeek() == arrived.getMinimalDaysInFirstWeek()
                && sent.getTimeZone().equals(arrived.getTimeZone())
                && sent.getTimeZone().getID().equals(arrived.getTimeZone().getID())
                && (!(sent instanceof GregorianCalendar gregorian)
                        || gregorian.getGregorianChange().equals(((GregorianCalendar) arrived).getGregorianChange()));
    }

    /** Of clones, which compute them: some calendars change when they are asked. */
    private static List<Integer> parts(Calendar calendar) {
        Calendar clone = (Calendar) calendar.clone();
        return IntStream.range(0, Calendar.FIELD_COUNT).mapToObj(clone::get).toList();
    }

    private static String buffers(Buffer sent, Buffer arrived) {
        boolean same = sent.position() == arrived.position()
                && sent.limit() == arrived.limit()
                && sent.capacity() == arrived.capacity()
                && sent.isReadOnly() == arrived.isReadOnly()
                && sent.equals(arrived)
                && (!(sent instanceof ByteBuffer bytes) || bytes.order().equals(((ByteBuffer) arrived).order()));
        return same ? null : "another buffer";
    }

    /** By all that the class says of itself; a class that says nothing cannot be compared. */
    private static String plain(DeepComparison comparison, Object sent, Object arrived) {
        boolean compares = overrides(sent, "equals", Object.class);
        if (compares && !sent.equals(arrived)) {
            return "not equal";
        }
        boolean shows = overrides(sent, "toString") && hasStableText(sent);
        if (shows && !text(sent).equals(text(arrived))) {
            return "shows another text";
        }
        // A calendar also writes what it has computed so far, and a few that are computed differently are equal.
        boolean says = sent instanceof Serializable
                && !(sent instanceof Calendar)
                && !(sent instanceof URL)
                && !(sent instanceof InetAddress);
        String difference = says ? Serialized.compare(sent, arrived) : null;
        if (difference != null) {
            return difference;
        }
        boolean isEmpty = sent.getClass() == Object.class;
        return compares || shows || says || isEmpty || getters(comparison, sent, arrived) ? null : "cannot be compared";
    }

    /** These show what they have computed already, or whether two parts are one object. */
    static boolean hasStableText(Object value) {
        return !(value instanceof Calendar || value instanceof ZonedDateTime);
    }

    /** Without what says which object it is. */
    static String text(Object value) {
        return value.toString().replaceAll("@[0-9a-f]+", "@");
    }

    private static boolean overrides(Object value, String method, Class<?>... parameters) {
        try {
            return value.getClass().getMethod(method, parameters).getDeclaringClass() != Object.class
                    && Jdk.has(value.getClass().getMethod(method, parameters).getDeclaringClass());
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether there are any of the JDK's public ones. */
    static boolean getters(DeepComparison comparison, Object sent, Object arrived) {
        boolean any = false;
        for (Class<?> type = Jdk.parent(sent.getClass()); type != null; type = type.getSuperclass()) {
            if (type == Object.class || type == Throwable.class || !Modifier.isPublic(type.getModifiers())) {
                continue;
            }
            Method[] methods = type.getDeclaredMethods();
            Arrays.sort(methods, Comparator.comparing(Method::getName));
            for (Method method : methods) {
                if (isGetter(method)) {
                    comparison.and(method.getName(), call(method, sent), call(method, arrived));
                    any = true;
                }
            }
        }
        return any;
    }

    private static boolean isGetter(Method method) {
        String name = method.getName();
        return method.getParameterCount() == 0
                && Modifier.isPublic(method.getModifiers())
                && !Modifier.isStatic(method.getModifiers())
                && (name.startsWith("get") || name.startsWith("is"))
                && !List.of("getCause", "getMessage", "getLocalizedMessage").contains(name);
    }

    private static Object call(Method method, Object value) {
        try {
            return method.invoke(value);
        } catch (ReflectiveOperationException e) {
            return Objects.toString(e.getCause());
        }
    }
}
