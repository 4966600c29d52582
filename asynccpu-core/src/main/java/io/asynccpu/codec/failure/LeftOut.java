package io.asynccpu.codec.failure;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What of a throwable did not cross, to be said in its message. */
final class LeftOut {

    private static final int MOST_NAMED = 8;

    private final List<String> parts = new ArrayList<>();

    void add(FailureField field, String reason) {
        parts.add(field.describe(reason));
    }

    /** A part that has no name. */
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

    /** The message, with what was left out. */
    @Nullable
    String in(@Nullable String message) {
        return isEmpty() ? message : message == null ? note() : message + " " + note();
    }

    /** What a message says without that. */
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
