package io.asynccpu.crossing;

import io.asynccpu.api.TaskNotSerializableException;
import java.util.Objects;

/**
 * What became of a value on its way.
 *
 * @param detail why it was refused, or where it differs; the same on each JDK
 */
record Outcome(Kind kind, String detail) {

    static final Outcome SAME = new Outcome(Kind.SAME, "");

    /** A refusal on arrival is one, but the sender could have known. */
    enum Kind {
        SAME,
        REFUSED,
        REFUSED_ON_ARRIVAL,
        DIFFERENT
    }

    /** @param difference null for none */
    static Outcome of(String difference) {
        return difference == null ? SAME : new Outcome(Kind.DIFFERENT, shortened(difference));
    }

    static Outcome of(Throwable thrown, Sample sample) {
        if (!(thrown instanceof TaskNotSerializableException)) {
            return new Outcome(Kind.DIFFERENT, "threw " + thrown.getClass().getSimpleName());
        }
        String message = Objects.toString(thrown.getMessage());
        Kind kind = message.contains(" cannot be read from its bytes") || message.contains("' bytes are damaged")
                ? Kind.REFUSED_ON_ARRIVAL
                : Kind.REFUSED;
        String type = " of type " + sample.type().getTypeName() + " ";
        int behind = message.indexOf(type);
        return new Outcome(kind, reason(behind < 0 ? message : message.substring(behind + type.length())));
    }

    private static String reason(String message) {
        String reason = message.replaceFirst("^(cannot cross|cannot be read from its bytes|can never cross[^:]*)", "")
                .replaceFirst("^ at [^:]*: ", "")
                .replaceFirst("^[: ]+", "")
                .replaceAll("\\b([a-z_0-9]+\\.)+([A-Z])", "$2");
        return shortened(reason.split("[;,(:|]|\\. | \\d+ ", 2)[0].strip());
    }

    private static String shortened(String text) {
        String plain = text.replaceAll("\\$\\$Lambda\\S*", "\\$\\$Lambda").replaceAll("@[0-9a-f]{4,8}\\b", "");
        plain = plain.replace('|', '/').replaceAll("[^ -~…]", "?");
        return plain.length() <= 80 ? plain : plain.substring(0, 80) + "…";
    }

    @Override
    public String toString() {
        return switch (kind) {
            case SAME -> "same";
            case REFUSED -> "refused (" + detail + ")";
            case REFUSED_ON_ARRIVAL -> "refused on arrival (" + detail + ")";
            case DIFFERENT -> "DIFFERENT (" + detail + ")";
        };
    }
}
