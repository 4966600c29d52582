package io.asynccpu.internal.codec.failure;

import io.asynccpu.internal.codec.reflect.Fields;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Converts a throwable to data: first all causes and suppressed throwables, then the fields of each, so that a field
 * cannot use the room of a cause. Cycles and everything beyond the limits are cut. Never fails, whatever the
 * throwables' own methods do.
 */
final class FailureCapture {

    private final @Nullable FieldValueCodec values;
    private final IdentityHashMap<Throwable, Node> nodes = new IdentityHashMap<>();
    private final List<Node> inOrder = new ArrayList<>();

    /** A throwable whose data is being collected. */
    private static final class Node {

        private final Throwable throwable;
        private final int number;
        private @Nullable Node cause;
        private boolean causeShown;
        private final List<Node> suppressed = new ArrayList<>();
        private final List<FailureField> fields = new ArrayList<>();

        Node(Throwable throwable, int number) {
            this.throwable = throwable;
            this.number = number;
        }

        void add(FailureField field) {
            if (fields.size() < FailureField.MOST - 1) {
                fields.add(field);
            } else if (fields.size() < FailureField.MOST) {
                fields.add(FailureField.omitted("its other fields", "there are too many"));
            }
        }
    }

    private FailureCapture(@Nullable FieldValueCodec values) {
        this.values = values;
    }

    /** @param values encodes the fields; null to omit them without a note */
    static FailureData.Report capture(Throwable failure, @Nullable FieldValueCodec values) {
        return new FailureCapture(values).capture(failure);
    }

    private FailureData.Report capture(Throwable failure) {
        Node main = tree(failure, 1);
        List<Node> held = new ArrayList<>();
        if (values != null) {
            // Throwables that are found in fields are appended during the loop.
            for (int i = 0; i < inOrder.size(); i++) {
                addFields(inOrder.get(i), values, held);
            }
        }
        return new FailureData.Report(data(main), held.stream().map(this::data).toList());
    }

    /** Adds a throwable with its causes and suppressed throwables. */
    private Node tree(Throwable throwable, int depth) {
        Node node = new Node(throwable, inOrder.size());
        nodes.put(throwable, node);
        inOrder.add(node);
        Throwable plain = guarded(() -> ThrowableMethods.cause(throwable));
        Throwable cause = plain != null ? plain : guarded(throwable::getCause);
        node.causeShown = plain == null && cause != null;
        if (cause != null) {
            node.cause = branch(node, cause, FailureField.CAUSE, depth);
        }
        for (Throwable each : throwable.getSuppressed()) {
            Node suppressed = branch(node, each, FailureField.SUPPRESSED, depth);
            if (suppressed != null) {
                node.suppressed.add(suppressed);
            }
        }
        return node;
    }

    private @Nullable Node branch(Node node, Throwable next, String what, int depth) {
        if (nodes.containsKey(next)) {
            return null;
        }
        if (depth == FailureData.DEEPEST || inOrder.size() == FailureData.MOST_THROWABLES) {
            FailureField omitted = FailureField.omitted(what, "the failure has too many");
            if (!node.fields.contains(omitted)) {
                node.add(omitted);
            }
            return null;
        }
        return tree(next, depth + 1);
    }

    private void addFields(Node node, FieldValueCodec into, List<Node> held) {
        Class<?> type = node.throwable.getClass();
        Class<?> jdkClass = Fields.platformSuperclass(type);
        try {
            for (Method getter : JdkExceptionState.getters(jdkClass)) {
                addGetter(node, getter, into, held);
            }
        } catch (NoSuchMethodException | RuntimeException | LinkageError e) {
            node.add(FailureField.omitted("the state of " + jdkClass.getName(), FieldValueCodec.reason(e)));
        }
        for (Class<?> declaring : ApplicationClasses.of(type)) {
            try {
                for (Field field : Fields.declared(declaring)) {
                    addField(node, field, into, held);
                }
            } catch (RuntimeException | LinkageError e) {
                // The class of a field is missing here.
                node.add(FailureField.omitted("the fields of " + declaring.getName(), FieldValueCodec.reason(e)));
            }
        }
    }

    private void addField(Node node, Field field, FieldValueCodec into, List<Node> held) {
        String owner = field.getDeclaringClass().getName();
        if (!field.trySetAccessible()) {
            node.add(FailureField.omitted(owner, field.getName(), "its module does not open it"));
        } else {
            try {
                Object value = field.get(node.throwable);
                if (value != null && !ApplicationClasses.isDefault(field, value)) {
                    FailureField.Value coded = isOuterThis(field)
                            ? new FailureField.Omitted("it is the exception's outer object")
                            : value(value, () -> into.encode(ApplicationClasses.typeOf(field), value), held);
                    node.add(new FailureField(owner, field.getName(), coded));
                }
            } catch (IllegalAccessException | RuntimeException | LinkageError e) {
                node.add(FailureField.omitted(owner, field.getName(), FieldValueCodec.reason(e)));
            }
        }
    }

    /** The outer object often is a service, whose getters may do anything. */
    private static boolean isOuterThis(Field field) {
        return field.isSynthetic() && field.getName().startsWith("this$");
    }

    private void addGetter(Node node, Method getter, FieldValueCodec into, List<Node> held) {
        Object value =
                guarded(() -> ThrowableMethods.call(node.throwable, getter.getDeclaringClass(), getter.getName()));
        if (value != null) {
            node.add(new FailureField(
                    getter.getDeclaringClass().getName(),
                    getter.getName() + "()",
                    value(value, () -> into.encode(getter.getGenericReturnType(), value), held)));
        }
    }

    private FailureField.Value value(Object value, Supplier<FailureField.Value> encode, List<Node> held) {
        List<Throwable> throwables = guarded(() -> ThrowableValues.in(value));
        if (throwables == null) {
            return encode.get();
        }
        List<Integer> numbers = new ArrayList<>();
        for (Throwable each : throwables) {
            Node known = nodes.get(each);
            if (known == null) {
                if (inOrder.size() == FailureData.MOST_THROWABLES) {
                    return new FailureField.Omitted("the failure has too many throwables");
                }
                known = tree(each, 1);
                held.add(known);
            }
            numbers.add(known.number);
        }
        return value instanceof Throwable
                ? new FailureField.Thrown(numbers.get(0))
                : new FailureField.ThrownOnes(numbers);
    }

    private FailureData data(Node node) {
        Throwable throwable = node.throwable;
        List<StackTraceElement> frames = guarded(() -> framesOf(throwable));
        String message = messageOf(throwable);
        return new FailureData(
                node.number,
                throwable.getClass().getName(),
                message,
                plainMessageOf(throwable, message),
                node.cause == null && isCauseOpen(throwable),
                node.causeShown,
                frames == null ? List.of() : frames,
                node.cause == null ? null : data(node.cause),
                node.suppressed.stream().map(this::data).toList(),
                node.fields);
    }

    private static @Nullable List<StackTraceElement> framesOf(Throwable throwable) throws Throwable {
        StackTraceElement @Nullable [] frames = ThrowableMethods.stackTrace(throwable);
        return frames == null ? null : List.of(frames.clone());
    }

    private static boolean isCauseOpen(Throwable throwable) {
        Boolean open = guarded(() -> ThrowableMethods.isCauseOpen(throwable));
        return open != null && open;
    }

    private static @Nullable String messageOf(Throwable throwable) {
        try {
            return throwable.getMessage();
        } catch (Throwable e) {
            return "(no message: getMessage() threw " + e.getClass().getName() + ")";
        }
    }

    private static @Nullable String plainMessageOf(Throwable throwable, @Nullable String message) {
        try {
            return ThrowableMethods.message(throwable);
        } catch (Throwable e) {
            return message;
        }
    }

    private interface Read<T> {
        @Nullable
        T read() throws Throwable;
    }

    /** Runs application code, which may throw anything; the failure must be sent nevertheless. */
    private static <T> @Nullable T guarded(Read<T> read) {
        try {
            return read.read();
        } catch (Throwable e) {
            return null;
        }
    }
}
