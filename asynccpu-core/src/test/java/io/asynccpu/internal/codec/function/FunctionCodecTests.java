package io.asynccpu.internal.codec.function;

import static io.asynccpu.internal.codec.CodecCalls.type;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.api.TaskFunction0;
import io.asynccpu.api.TaskFunction1;
import io.asynccpu.api.TaskFunction2;
import io.asynccpu.api.TaskNotSerializableException;
import java.io.Serializable;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;

class FunctionCodecTests {

    private static final ClassLoader LOADER = FunctionCodecTests.class.getClassLoader();

    static class MathTasks implements Serializable {
        static BigInteger sumOfSquares(Integer from, long to) {
            return BigInteger.valueOf(from + to);
        }

        static Map<String, List<Integer>> group(List<Integer> numbers) {
            return Map.of("all", numbers);
        }

        static <T> T same(T value) {
            return value;
        }

        static CompletableFuture<List<Integer>> later(int n) {
            return CompletableFuture.completedFuture(List.of(n));
        }

        static void nothing() {}

        List<String> names(Optional<String> prefix) {
            return List.of();
        }
    }

    static class Inherited extends MathTasks {}

    static class NamedTask implements Callable<List<String>>, Serializable {
        @Override
        public List<String> call() {
            return List.of();
        }
    }

    abstract static class Converter<I, O> implements TaskFunction1<List<I>, O> {}

    static class ToLong extends Converter<Integer, Long> {
        @Override
        public Long apply(List<Integer> numbers) {
            return (long) numbers.size();
        }
    }

    static class Stages implements TaskFunction0<CompletionStage<Optional<Integer>>> {
        @Override
        public CompletionStage<Optional<Integer>> apply() {
            return CompletableFuture.completedFuture(Optional.empty());
        }
    }

    static class Work implements Runnable, Serializable {
        @Override
        public void run() {}
    }

    /** What the parent and, after the crossing, the child say of a function; both must say the same. */
    private static FunctionSignature described(Serializable function) {
        FunctionSignature signature = FunctionCodec.describe(function);
        Serializable crossed = FunctionCodec.decode(FunctionCodec.encode(function), LOADER);
        assertThat(FunctionCodec.describe(crossed)).isEqualTo(signature);
        assertThat(FunctionCodec.describeAsync(crossed)).isEqualTo(FunctionCodec.describeAsync(function));
        return signature;
    }

    @Test
    void aMethodReferenceHasTheTypesOfItsMethod() {
        TaskFunction1<List<Integer>, Map<String, List<Integer>>> group = MathTasks::group;
        assertThat(described(group))
                .isEqualTo(new FunctionSignature(
                        "FunctionCodecTests.MathTasks::group",
                        List.of(type(new TypeReference<List<Integer>>() {})),
                        type(new TypeReference<Map<String, List<Integer>>>() {})));
        TaskFunction2<Integer, Long, BigInteger> sum = MathTasks::sumOfSquares;
        assertThat(described(sum).parameterTypes()).containsExactly(Integer.class, long.class);
        assertThat(described(sum).resultType()).isEqualTo(BigInteger.class);
    }

    @Test
    void anUnboundReceiverIsTheFirstParameterAndABoundOneIsNone() {
        TaskFunction2<MathTasks, Optional<String>, List<String>> unbound = MathTasks::names;
        assertThat(described(unbound).parameterTypes())
                .containsExactly(MathTasks.class, type(new TypeReference<Optional<String>>() {}));
        TaskFunction1<Optional<String>, List<String>> bound = new Inherited()::names;
        assertThat(described(bound).parameterTypes()).containsExactly(type(new TypeReference<Optional<String>>() {}));
        assertThat(described(bound).resultType()).isEqualTo(type(new TypeReference<List<String>>() {}));
    }

    @Test
    void whereTheMethodSaysLessTheCallSiteCounts() {
        TaskFunction1<Integer, Integer> same = MathTasks::same;
        assertThat(described(same).parameterTypes()).containsExactly(Integer.class);
        assertThat(described(same).resultType()).isEqualTo(Integer.class);
        TaskFunction1<Integer, String> valueOf = String::valueOf;
        assertThat(described(valueOf).parameterTypes()).containsExactly(Integer.class);
        TaskFunction1<Integer, List<String>> create = ArrayList::new;
        assertThat(described(create).name()).isEqualTo("ArrayList::new");
        assertThat(described(create).parameterTypes()).containsExactly(int.class);
        assertThat(described(create).resultType()).isEqualTo(List.class);
    }

    @Test
    void aLambdaHasTheClassesOfItsCallSite() {
        int captured = 3;
        TaskFunction2<Integer, List<String>, BigInteger> lambda = (a, b) -> BigInteger.valueOf(a + captured);
        FunctionSignature signature = described(lambda);
        assertThat(signature.parameterTypes()).containsExactly(Integer.class, List.class);
        assertThat(signature.resultType()).isEqualTo(BigInteger.class);
        assertThat(signature.name()).isEqualTo("lambda in FunctionCodecTests.aLambdaHasTheClassesOfItsCallSite");
    }

    @Test
    void callablesAndRunnables() {
        assertThat(described((Callable<BigInteger> & Serializable) () -> BigInteger.ONE)
                        .resultType())
                .isEqualTo(BigInteger.class);
        assertThat(described((Runnable & Serializable) () -> {}).resultType()).isEqualTo(void.class);
        assertThat(described((Runnable & Serializable) MathTasks::nothing))
                .isEqualTo(new FunctionSignature("FunctionCodecTests.MathTasks::nothing", List.of(), void.class));
    }

    @Test
    void anObjectHasTheTypeArgumentsOfItsInterface() {
        assertThat(described(new NamedTask()))
                .isEqualTo(new FunctionSignature(
                        "FunctionCodecTests.NamedTask", List.of(), type(new TypeReference<List<String>>() {})));
        assertThat(described(new Work()).resultType()).isEqualTo(void.class);
        FunctionSignature inherited = described(new ToLong());
        assertThat(inherited.resultType()).isEqualTo(Long.class);
        assertThat(inherited.parameterTypes()).hasSize(1);
    }

    @Test
    void whatAStageCompletesWithIsTheResultOfAnAsyncFunction() {
        TaskFunction1<Integer, CompletableFuture<List<Integer>>> later = MathTasks::later;
        described(later);
        assertThat(FunctionCodec.describeAsync(later).resultType())
                .isEqualTo(type(new TypeReference<List<Integer>>() {}));
        TaskFunction1<Integer, CompletableFuture<Integer>> lambda = CompletableFuture::completedFuture;
        assertThat(FunctionCodec.describeAsync(lambda).resultType()).isNotNull();
        TaskFunction0<CompletionStage<Integer>> erased = () -> CompletableFuture.completedFuture(1);
        assertThat(FunctionCodec.describeAsync(erased).resultType()).isEqualTo(Object.class);
        assertThat(FunctionCodec.describeAsync(new Stages()).resultType())
                .isEqualTo(type(new TypeReference<Optional<Integer>>() {}));
    }

    @Test
    void aDecodedFunctionStillWorks() throws Exception {
        long captured = 40;
        TaskFunction1<Integer, Long> add = n -> n + captured;
        @SuppressWarnings("unchecked")
        TaskFunction1<Integer, Long> back =
                (TaskFunction1<Integer, Long>) FunctionCodec.decode(FunctionCodec.encode(add), LOADER);
        assertThat(back.apply(2)).isEqualTo(42);
    }

    private int field;

    @Test
    void whatALambdaCapturesIsNamed() {
        Object lock = new Object();
        TaskFunction0<String> captures = () -> "" + lock;
        assertThatThrownBy(() -> FunctionCodec.encode(captures))
                .isInstanceOf(TaskNotSerializableException.class)
                .hasMessageContaining("lambda in FunctionCodecTests.whatALambdaCapturesIsNamed")
                .hasMessageContaining("captured variable 1")
                .hasMessageContaining("java.lang.Object")
                .hasMessageContaining("argument");
        TaskFunction0<Integer> capturesThis = () -> field;
        assertThatThrownBy(() -> FunctionCodec.encode(capturesThis))
                .hasMessageContaining("captured 'this'")
                .hasMessageContaining("FunctionCodecTests");
        List<Map<String, Thread>> nested = List.of(Map.of("k", Thread.currentThread()));
        TaskFunction0<Integer> capturesNested = nested::size;
        assertThatThrownBy(() -> FunctionCodec.encode(capturesNested))
                .hasMessageContaining("captured variable 1[0][k]")
                .hasMessageContaining("Thread");
    }

    @Test
    void aTooLargeOrTooDeepCaptureIsRefused() {
        byte[] large = new byte[10_000];
        TaskFunction0<Integer> captures = () -> large.length;
        assertThatThrownBy(() -> FunctionCodec.encode(captures, 5_000))
                .isInstanceOf(TaskNotSerializableException.class)
                .hasMessageContaining("asynccpu.max-payload");
        List<Object> deep = new ArrayList<>();
        for (int i = 0; i < 200_000; i++) {
            deep = new ArrayList<>(List.of(deep));
        }
        TaskFunction0<Integer> capturesDeep = deep::size;
        assertThatThrownBy(() -> FunctionCodec.encode(capturesDeep))
                .isInstanceOf(TaskNotSerializableException.class)
                .hasMessageContaining("nested too deeply or refers to itself");
    }

    @Test
    void aPlainLambdaIsRefusedWithTheRemedy() {
        Callable<Integer> plain = () -> 1;
        Runnable opaque = MathTasks::nothing;
        for (Object task : new Object[] {plain, opaque, new Thread()}) {
            assertThatThrownBy(() -> FunctionCodec.requireSerializable(task))
                    .isInstanceOf(TaskNotSerializableException.class)
                    .hasMessageContaining("(Callable<T> & Serializable)")
                    .hasMessageContaining("createProcessTask");
        }
        assertThat(FunctionCodec.requireSerializable(new Work())).isInstanceOf(Work.class);
    }

    private static void assertMissingIn(byte[] function, Class<?> missing) {
        assertThatThrownBy(() -> FunctionCodec.decode(function, ClassLoader.getPlatformClassLoader()))
                .isInstanceOf(TaskNotSerializableException.class)
                .hasMessageContaining(missing.getName())
                .hasMessageContaining("class path");
    }

    @Test
    void aMissingClassAndDamagedBytesAreNamedInTheChild() {
        TaskFunction1<Integer, Integer> constant = MathTasks::same;
        assertMissingIn(FunctionCodec.encode(new Work()), Work.class);
        assertMissingIn(FunctionCodec.encode(constant), FunctionCodecTests.class);
        assertThatThrownBy(() -> FunctionCodec.decode(new byte[] {1, 2, 3}, LOADER))
                .isInstanceOf(TaskNotSerializableException.class);
    }
}
