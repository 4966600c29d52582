package io.asynccpu.internal.codec.failure;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a throwable besides message, stack, causes and suppressed throwables: a field of an application class; the
 * value of a getter of a JDK class, whose name then ends in {@code ()}; or, without an owner, a part that is described
 * in words.
 *
 * @param owner name of the class that declares the field, since a subclass may have a field of the same name
 */
record FailureField(String owner, String name, Value value) {

    /** The maximum for one throwable. */
    static final int MOST = 128;

    static final String CAUSE = "its cause";
    static final String SUPPRESSED = "some of its suppressed ones";
    static final String FIELDS = "its fields";

    private static final int LONGEST_REASON = 200;

    /** The value of a field. */
    sealed interface Value {}

    /**
     * A value as encoded by a codec for the field's type.
     *
     * @param className null if the value was encoded as the declared type, otherwise the name of a class that this
     *     type permits
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Coded(@Nullable String className, byte[] bytes) implements Value {}

    /** A throwable of the same failure, by its number. */
    record Thrown(int number) implements Value {}

    /** Several throwables, in a list, a set or an array. */
    record ThrownOnes(List<Integer> numbers) implements Value {

        ThrownOnes {
            numbers = List.copyOf(numbers);
        }
    }

    /** A value that did not cross. */
    record Omitted(String reason) implements Value {}

    static FailureField omitted(String owner, String name, String reason) {
        return new FailureField(owner, name, new Omitted(reason));
    }

    /** Creates an entry for an omitted part that is not a field. */
    static FailureField omitted(String part, String reason) {
        return omitted("", part, reason);
    }

    /** Whether this is the value of a getter of a JDK class. */
    boolean isGetter() {
        return name.endsWith("()");
    }

    /** Describes for a message that this part was omitted. */
    String describe(String reason) {
        String what = name;
        if (!owner.isEmpty()) {
            what = isGetter() ? name + " of " + owner : "field '" + name + "' of " + owner;
        }
        return what + ": "
                + (reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON - 1) + "…");
    }
}
