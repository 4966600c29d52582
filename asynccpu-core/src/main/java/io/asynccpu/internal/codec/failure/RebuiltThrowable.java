package io.asynccpu.internal.codec.failure;

import io.asynccpu.internal.codec.reflect.Fields;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One throwable of a failure as an object of its own class. A candidate is only accepted if it has the same message and
 * cause as in the child.
 */
record RebuiltThrowable(
        Class<? extends Throwable> type,
        FailureData data,
        @Nullable Throwable cause,
        RebuiltFields fields) {

    private static final Logger LOG = LoggerFactory.getLogger(RebuiltThrowable.class);

    /**
     * Returns null if no constructor yields an equal throwable.
     *
     * @param byConstructors whether to run the class's own constructors, for a JVM that has no other way
     */
    @Nullable
    Throwable create(boolean byConstructors) {
        OmittedParts omitted = fields.omitted();
        try {
            ThrowableFactory factory = new ThrowableFactory(type, byConstructors);
            for (Class<?> creator : factory.creators()) {
                if (factory.losesState(creator)) {
                    omitted.addOnce(
                            "the state of " + Fields.platformSuperclass(type).getName());
                }
                int before;
                do {
                    before = omitted.size();
                    String message = omitted.in(data.plainMessage());
                    Throwable made = factory.make(creator, message, ownCause(), fields.state(), this::complete);
                    if (made != null) {
                        return made;
                    }
                } while (omitted.size() > before);
            }
        } catch (RuntimeException | Error e) {
            LOG.debug("A worker's {} is not rebuilt: {}", type.getName(), FieldValueCodec.reason(e));
        }
        return null;
    }

    /** Sets fields and cause. Returns false if the throwable then differs from the failure. */
    private boolean complete(Throwable made) {
        try {
            if (made.getClass() != type || !fields.set(made)) {
                return false;
            }
            if (ownCause() != ThrowableMethods.cause(made)
                    || (ownCause() == null && !data.causeOpen() && ThrowableMethods.isCauseOpen(made))) {
                ThrowableMethods.initCause(made, ownCause());
            }
            // Without one of its fields toString() may throw. The JDK's futures call it for each failure that they pass
            // on; if it throws there, the dependent stages never complete.
            Objects.requireNonNull(made.toString());
            return hasMessage(made.getMessage())
                    && ThrowableMethods.cause(made) == ownCause()
                    && (!data.causeShown() || made.getCause() == cause);
        } catch (Throwable e) {
            LOG.debug("A rebuilt {} differs from the worker's: {}", type.getName(), FieldValueCodec.reason(e));
            return false;
        }
    }

    private boolean hasMessage(@Nullable String message) {
        String expected = data.message();
        if (Objects.equals(message, expected)) {
            return true;
        }
        String said = fields.omitted().outOf(message);
        // A message that was cut is longer when it is composed of its fields again.
        return Objects.equals(said, expected)
                || (said != null
                        && expected != null
                        && expected.endsWith("…")
                        && said.startsWith(expected.substring(0, expected.length() - 1)));
    }

    /** The cause that the JDK's {@code getCause} must return. */
    private @Nullable Throwable ownCause() {
        return data.causeShown() ? null : cause;
    }
}
