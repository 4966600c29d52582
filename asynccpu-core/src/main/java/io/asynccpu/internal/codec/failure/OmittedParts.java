package io.asynccpu.internal.codec.failure;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parts of a throwable that did not cross, for a note in its message. */
final class OmittedParts {

    private static final int MOST_NAMED = 8;

    private final List<String> parts = new ArrayList<>();

    void add(FailureField field, String reason) {
        parts.add(field.describe(reason));
    }

    /** Adds a part that is described in words. */
    void addOnce(String part) {
        if (!parts.contains(part)) {
            parts.add(part);
        }
    }

    boolean isEmpty() {
        return parts.isEmpty();
    }

    int size() {
        return parts.size();
    }

    /** The message with the note. */
    @Nullable
    String in(@Nullable String message) {
        return isEmpty() ? message : message == null ? note() : message + " " + note();
    }

    /** The message without the note. */
    @Nullable
    String outOf(@Nullable String message) {
        if (isEmpty() || message == null) {
            return message;
        }
        return message.equals(note()) ? null : message.replace(" " + note(), "");
    }

    String note() {
        List<String> named = parts.subList(0, Math.min(parts.size(), MOST_NAMED));
        String more = named.size() == parts.size() ? "" : "; and " + (parts.size() - named.size()) + " more";
        return "(left out on the way from the worker: " + String.join("; ", named) + more + ")";
    }
}
