package io.asynccpu.internal.codec.failure;

import java.lang.reflect.Method;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The state of JDK exceptions that a handler may need: their getters, and the constructors that take the values of
 * these. The table is keyed by name, since a JVM may lack the modules of some of them.
 */
final class JdkExceptionState {

    /**
     * In a parameter list: the message, the cause, and an object that is used as a message. All other words are
     * getters.
     */
    static final String MESSAGE = "message";

    static final String CAUSE = "cause";
    static final String DETAIL = "detail";

    /**
     * Parameter lists of constructors, the preferred one first. They also apply to subclasses without an entry of their
     * own.
     */
    private static final Map<String, List<String>> SHAPES = Map.ofEntries(
            row("java.lang.TypeNotPresentException", "typeName cause"),
            row("java.net.URISyntaxException", "getInput getReason getIndex"),
            row("java.nio.charset.IllegalCharsetNameException", "getCharsetName"),
            row("java.nio.charset.MalformedInputException", "getInputLength"),
            row("java.nio.charset.UnmappableCharacterException", "getInputLength"),
            row("java.nio.charset.UnsupportedCharsetException", "getCharsetName"),
            row("java.nio.file.FileSystemException", "getFile getOtherFile getReason", "getFile"),
            row("java.nio.file.InvalidPathException", "getInput getReason getIndex"),
            row("java.sql.BatchUpdateException", "message getSQLState getErrorCode getLargeUpdateCounts cause"),
            row(
                    "java.sql.DataTruncation",
                    "getIndex getParameter getRead getDataSize getTransferSize",
                    "getIndex getParameter getRead getDataSize getTransferSize cause"),
            row(
                    "java.sql.SQLClientInfoException",
                    "message getSQLState getErrorCode getFailedProperties",
                    "message getSQLState getErrorCode getFailedProperties cause"),
            row("java.sql.SQLException", "message getSQLState getErrorCode", "message getSQLState getErrorCode cause"),
            row("java.text.ParseException", "message getErrorOffset"),
            row(
                    "java.time.format.DateTimeParseException",
                    "message getParsedString getErrorIndex",
                    "message getParsedString getErrorIndex cause"),
            row("java.util.DuplicateFormatFlagsException", "getFlags"),
            row("java.util.MissingFormatArgumentException", "getFormatSpecifier"),
            row("java.util.MissingResourceException", "message getClassName getKey"),
            row("java.util.UnknownFormatConversionException", "getConversion"),
            row("java.util.regex.PatternSyntaxException", "getDescription getPattern getIndex"),
            row(
                    "org.xml.sax.SAXParseException",
                    "message getPublicId getSystemId getLineNumber getColumnNumber",
                    "message getPublicId getSystemId getLineNumber getColumnNumber cause"));

    /** Getters of linked throwables, and the setters to call after construction. */
    private static final Map<String, Link> LINKS =
            Map.of("java.sql.SQLException", new Link("getNextException", "setNextException"));

    record Link(String getter, String setter) {}

    private JdkExceptionState() {}

    private static Map.Entry<String, List<String>> row(String className, String... shapes) {
        return Map.entry(className, List.of(shapes));
    }

    /** The parameter lists of the constructors of a JDK class. */
    static List<List<String>> shapes(Class<?> jdkClass) {
        Class<?> row = find(jdkClass, SHAPES);
        return row == null
                ? List.of()
                : SHAPES.getOrDefault(row.getName(), List.of()).stream()
                        .map(shape -> List.of(shape.split(" ")))
                        .toList();
    }

    /** The return type of a getter in a parameter list of that class. */
    static Class<?> typeOf(String getter, Class<?> jdkClass) {
        try {
            return jdkClass.getMethod(getter).getReturnType();
        } catch (NoSuchMethodException e) {
            return void.class;
        }
    }

    /** The getters whose values cross as those of fields do. */
    static Set<Method> getters(Class<?> jdkClass) throws NoSuchMethodException {
        Set<Method> getters = new LinkedHashSet<>();
        Class<?> row = find(jdkClass, SHAPES);
        if (row != null) {
            for (List<String> shape : shapes(jdkClass)) {
                for (String name : shape) {
                    if (!name.equals(MESSAGE) && !name.equals(CAUSE)) {
                        getters.add(row.getMethod(name));
                    }
                }
            }
        }
        Class<?> linking = find(jdkClass, LINKS);
        Link link = linking == null ? null : LINKS.get(linking.getName());
        if (linking != null && link != null) {
            getters.add(linking.getMethod(link.getter()));
        }
        return getters;
    }

    /** Sets a linked throwable, so that the getter returns it. */
    static void link(Throwable holder, Method getter, Throwable held) throws Throwable {
        Class<?> owner = getter.getDeclaringClass();
        Link link = LINKS.get(owner.getName());
        if (link != null) {
            ThrowableMethods.call(holder, owner, link.setter(), new Class<?>[] {getter.getReturnType()}, held);
        }
    }

    private static @Nullable Class<?> find(Class<?> jdkClass, Map<String, ?> rows) {
        for (Class<?> at = jdkClass; at != null; at = at.getSuperclass()) {
            if (rows.containsKey(at.getName())) {
                return at;
            }
        }
        return null;
    }
}
