package io.asynccpu.internal.codec.guard;

import io.asynccpu.internal.codec.UncrossableException;
import io.asynccpu.internal.codec.ValuePath;
import org.jspecify.annotations.Nullable;

/**
 * The first difference between a value and the one that was read back from its bytes.
 *
 * @param path to the part that differs
 * @param what the difference, in words
 * @param holder the application class whose field differs; null if there is none on the path
 */
public record Difference(
        ValuePath path, String what, @Nullable Class<?> holder) {

    Difference in(String step, @Nullable Class<?> type) {
        return new Difference(path.in(step), what, holder == null ? type : holder);
    }

    public UncrossableException refusal() {
        return new UncrossableException(
                path,
                "it would arrive changed: " + what
                        + "; fix its serializer, constructor or readResolve, or pass its parts",
                null);
    }

    @Override
    public String toString() {
        return path.isEmpty() ? what : "at " + path + " " + what;
    }
}
