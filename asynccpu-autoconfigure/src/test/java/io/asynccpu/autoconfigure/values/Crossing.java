package io.asynccpu.autoconfigure.values;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.internal.codec.ObjectCodec;
import io.asynccpu.internal.codec.jackson.JacksonCodec;
import java.lang.reflect.Type;
import java.util.List;
import java.util.function.IntFunction;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/** Short forms for values that go to a child and back. */
final class Crossing {

    private static final long LIMIT = 1 << 20;

    private final ObjectCodec codec =
            new JacksonCodec(List.of(SpringValues.module(ClassUtils.getDefaultClassLoader())));

    @SuppressWarnings("unchecked")
    <T> T asArgument(Type type, T value) {
        List<Type> types = List.of(type);
        codec.checkArgument("Shop.total", "parameter 'value'", type);
        return (T) codec.decodeArguments(
                        "Shop.total", types, codec.encodeArguments("Shop.total", types, new Object[] {value}, LIMIT))[
                0];
    }

    @SuppressWarnings("unchecked")
    <T> T asResult(Type type, T value) {
        codec.checkResult("Shop.total", "the result", type);
        return (T) codec.decodeResult("Shop.total", type, codec.encodeResult("Shop.total", type, value, LIMIT));
    }

    static Type of(Class<?> type, ResolvableType... arguments) {
        return ResolvableType.forClassWithGenerics(type, arguments).getType();
    }

    /** Field by field, whatever {@code equals} says, and of the same classes. */
    static void same(Object arrived, Object sent) {
        assertThat(arrived)
                .usingRecursiveComparison()
                .withStrictTypeChecking()
                .withEqualsForType((one, other) -> one == other, ClassLoader.class)
                .withEqualsForType((one, other) -> one == other, Class.class)
                // Of a window: its positions are compared where it is.
                .ignoringFieldsOfTypes(IntFunction.class)
                .isEqualTo(sent);
    }
}
