package io.asynccpu.codec.guard;

import io.asynccpu.codec.UncrossableException;
import io.asynccpu.codec.ValuePath;
import org.jspecify.annotations.Nullable;

/**
 * @param holder the class of the application in which it was found; null if none was on the way
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
                        + "; mend its serializer, constructor or readResolve, or pass what it is made of",
                null);
    }

    @Override
    public String toString() {
        return path.isEmpty() ? what : "at " + path + " " + what;
    }
}
