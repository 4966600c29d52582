package io.asynccpu.autoconfigure.method;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.api.ProcessTask;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MethodSignatureTests {

    record Order(String id) {}

    static class Base<T> {

        public CompletableFuture<T> find(
                T key, List<T> keys, Map<String, List<T>> nested, T[] array, List<? extends T>[] lists) {
            throw new UnsupportedOperationException();
        }
    }

    static class Orders extends Base<Order> {}

    static class Results {

        public CompletableFuture<List<Order>> future() {
            throw new UnsupportedOperationException();
        }

        public CompletionStage<List<Order>> stage() {
            throw new UnsupportedOperationException();
        }

        public Future<List<Order>> plain() {
            throw new UnsupportedOperationException();
        }

        public ProcessTask<List<Order>> task() {
            throw new UnsupportedOperationException();
        }

        public void nothing() {}

        public CompletableFuture<Void> nothingLater() {
            throw new UnsupportedOperationException();
        }

        @SuppressWarnings("rawtypes")
        public Future raw() {
            throw new UnsupportedOperationException();
        }

        public Future<? extends Number> wildcard() {
            throw new UnsupportedOperationException();
        }

        public <T extends Comparable<T>> CompletableFuture<T> recursive(T value) {
            throw new UnsupportedOperationException();
        }

        public CompletableFuture<?> anything() {
            throw new UnsupportedOperationException();
        }

        public CompletableFuture<int[]> array() {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void typeVariablesOfASuperclassAreThoseOfTheBean() {
        MethodSignature signature = MethodSignature.of(method(Base.class, "find"), Orders.class);

        String order = Order.class.getName();
        assertThat(signature.parameterTypes())
                .extracting(Type::getTypeName)
                .containsExactly(
                        order,
                        "java.util.List<" + order + ">",
                        "java.util.Map<java.lang.String, java.util.List<" + order + ">>",
                        order + "[]",
                        "java.util.List<" + order + ">[]");
        assertThat(signature.resultType()).isEqualTo(Order.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"future", "stage", "plain", "task"})
    void theResultIsWhatTheFutureCompletesWith(String name) {
        assertThat(MethodSignature.of(method(Results.class, name), Results.class)
                        .resultType()
                        .getTypeName())
                .isEqualTo("java.util.List<" + Order.class.getName() + ">");
    }

    @Test
    void thereAreSpecialResults() {
        assertThat(resultOf("nothing")).isEqualTo("void");
        assertThat(resultOf("nothingLater")).isEqualTo("java.lang.Void");
        assertThat(resultOf("raw")).isEqualTo("java.lang.Object");
        assertThat(resultOf("wildcard")).isEqualTo("java.lang.Number");
        assertThat(resultOf("recursive")).isEqualTo("java.lang.Comparable<java.lang.Comparable<java.lang.Object>>");
        assertThat(resultOf("anything")).isEqualTo("java.lang.Object");
        assertThat(resultOf("array")).isEqualTo("int[]");
    }

    private static String resultOf(String name) {
        return MethodSignature.of(method(Results.class, name), Results.class)
                .resultType()
                .getTypeName();
    }

    private static Method method(Class<?> type, String name) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
