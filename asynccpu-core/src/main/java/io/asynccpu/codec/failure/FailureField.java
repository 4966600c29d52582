package io.asynccpu.codec.failure;

import io.asynccpu.codec.ObjectCodec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that a throwable holds besides message, stack, causes and suppressed ones: a field of an application's class; or
 * what a getter of a JDK class gives, whose name then ends in {@code ()}; or, without an owner, a part that has no name but words.
 *
 * @param owner name of the class that declares it; it may be hidden by one of the same name in a subclass
 */
record FailureField(String owner, String name, Value value) {

    /** How many a throwable may have that is read. */
    static final int MOST = 128;

    static final String CAUSE = "its cause";
    static final String SUPPRESSED = "some of its suppressed ones";
    static final String FIELDS = "its fields";

    private static final int LONGEST_REASON = 200;

    /** What stands in it. */
    sealed interface Value {}

    /**
     * What an {@link ObjectCodec} makes of it by the field's type.
     *
     * @param className null if it is of the declared type, else a class that this type permits
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Coded(@Nullable String className, byte[] bytes) implements Value {}

    /** A throwable of the same failure, by its number. */
    record Thrown(int number) implements Value {}

    /** Several, in a list, a set or an array. */
    record ThrownOnes(List<Integer> numbers) implements Value {

        ThrownOnes {
            numbers = List.copyOf(numbers);
        }
    }

    /** It did not cross. */
    record LeftOut(String reason) implements Value {}

    static FailureField leftOut(String owner, String name, String reason) {
        return new FailureField(owner, name, new LeftOut(reason));
    }

    /** A part of the throwable that is no field. */
    static FailureField leftOut(String part, String reason) {
        return leftOut("", part, reason);
    }

    /** Whether a getter of the JDK gives it. */
    boolean isGetter() {
        return name.endsWith("()");
    }

    /** That it was left out, in words for a message. */
    String describe(String reason) {
        String what = name;
        if (!owner.isEmpty()) {
            what = isGetter() ? name + " of " + owner : "field '" + name + "' of " + owner;
        }
        return what + ": "
                + (reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON - 1) + "…");
    }
}
