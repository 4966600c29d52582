package io.asynccpu.autoconfigure.aop;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.api.ProcessAsync;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/** Which classes are looked at method by method: each that has the annotation from anywhere, and hardly any other. */
class AnnotatedCandidatesTests {

    @Retention(RetentionPolicy.RUNTIME)
    @ProcessAsync
    @interface Heavy {}

    interface Declared {
        @ProcessAsync
        CompletableFuture<Integer> work();
    }

    static class OnMethod {
        @ProcessAsync
        CompletableFuture<Integer> work() {
            return CompletableFuture.completedFuture(1);
        }
    }

    static class Inherited extends OnMethod {}

    static class Overridden extends OnMethod {
        @Override
        CompletableFuture<Integer> work() {
            return CompletableFuture.completedFuture(2);
        }
    }

    @ProcessAsync
    static class OnClass {
        public CompletableFuture<Integer> work() {
            return CompletableFuture.completedFuture(1);
        }
    }

    static class Composed {
        @Heavy
        CompletableFuture<Integer> work() {
            return CompletableFuture.completedFuture(1);
        }
    }

    abstract static class OnInterface implements Declared {}

    interface Extended extends Declared {}

    abstract static class OnInterfaceOfAnInterface implements Extended {}

    abstract static class BelowThat extends OnInterfaceOfAnInterface {}

    @ProcessAsync
    interface DeclaredAsAWhole<T> {
        CompletableFuture<T> work();
    }

    interface Bound extends DeclaredAsAWhole<Integer> {}

    static class OnTypeOfAnInterface implements Bound {
        @Override
        public CompletableFuture<Integer> work() {
            return CompletableFuture.completedFuture(1);
        }
    }

    static class OfSpring extends SimpleAsyncTaskExecutor {
        @ProcessAsync
        CompletableFuture<Integer> work() {
            return CompletableFuture.completedFuture(1);
        }
    }

    static class Plain {
        @Deprecated
        void work() {}
    }

    static Stream<Class<?>> annotated() {
        Object proxy = Proxy.newProxyInstance(
                Declared.class.getClassLoader(), new Class<?>[] {Extended.class}, (self, method, arguments) -> null);
        return Stream.of(
                OnMethod.class,
                Inherited.class,
                Overridden.class,
                OnClass.class,
                Composed.class,
                OnInterface.class,
                OnInterfaceOfAnInterface.class,
                BelowThat.class,
                OnTypeOfAnInterface.class,
                OfSpring.class,
                proxy.getClass());
    }

    @ParameterizedTest
    @MethodSource("annotated")
    void classWithTheAnnotationFromAnywhereIsOne(Class<?> type) {
        assertThat(ProcessAsyncMethod.isCandidate(type)).isTrue();
        assertThat(AnnotatedBeans.methods(type)).isNotEmpty();
    }

    @Test
    void classWithoutItIsNone() {
        assertThat(ProcessAsyncMethod.isCandidate(Plain.class)).isFalse();
        assertThat(ProcessAsyncMethod.isCandidate(SimpleAsyncTaskExecutor.class))
                .isFalse();
        assertThat(AnnotatedBeans.methods(Plain.class)).isEmpty();
    }
}
