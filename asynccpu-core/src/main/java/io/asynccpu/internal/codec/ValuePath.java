package io.asynccpu.internal.codec;

import io.asynccpu.internal.protocol.Limits;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The path from a value to one of its parts, such as {@code lines[2].price}. Of a long path only both ends and the
 * number of steps between are kept: for a list of a thousand nodes it would repeat {@code next} a thousand times.
 *
 * @param outermost the first steps
 * @param innermost the last steps
 * @param between how many steps are left out between them
 */
public record ValuePath(List<String> outermost, List<String> innermost, int between) implements Serializable {

    private static final int MOST_AT_EACH_END = 5;

    /** A step may be a map's key, which may be any text. */
    private static final int LONGEST_STEP = 60;

    private static final long serialVersionUID = 1L;

    /** The empty path: the value itself. */
    public static final ValuePath HERE = new ValuePath(List.of(), List.of(), 0);

    public ValuePath {
        outermost = List.copyOf(outermost);
        innermost = List.copyOf(innermost);
    }

    /**
     * The path to the same part from the object that holds this value.
     *
     * @param step a field's name, or an index or key in brackets; empty if the holder is not a step of its own
     */
    public ValuePath in(String step) {
        if (step.isEmpty()) {
            return this;
        }
        String cut = Limits.cut(step, LONGEST_STEP);
        if (outermost.isEmpty() && innermost.size() < MOST_AT_EACH_END) {
            return new ValuePath(outermost, longer(cut, innermost), 0);
        }
        List<String> longer = longer(cut, outermost);
        return longer.size() <= MOST_AT_EACH_END
                ? new ValuePath(longer, innermost, between)
                : new ValuePath(longer.subList(0, MOST_AT_EACH_END), innermost, between + 1);
    }

    private static List<String> longer(String first, List<String> others) {
        List<String> longer = new ArrayList<>(others.size() + 1);
        longer.add(first);
        longer.addAll(others);
        return longer;
    }

    public boolean isEmpty() {
        return innermost.isEmpty();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        outermost.forEach(step -> append(step, text));
        if (between > 0) {
            text.append("…(").append(between).append(" more)…");
        }
        innermost.forEach(step -> append(step, text));
        return text.toString();
    }

    private static void append(String step, StringBuilder text) {
        boolean apart = text.isEmpty() || text.charAt(text.length() - 1) == '…' || step.startsWith("[");
        text.append(apart ? "" : ".").append(step);
    }
}
