package io.asynccpu.internal.codec.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.api.TaskNotSerializableException;
import io.asynccpu.internal.codec.ObjectCodec;
import io.asynccpu.internal.codec.java.JavaCodec;
import io.asynccpu.internal.protocol.Payload;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.lang.reflect.Type;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Which results are decoded on a thread that others need: those for which no code of the application runs, and small ones. */
class ResultsAtOnceTests {

    private final ObjectCodec codec = new JacksonCodec(List.of());

    record Point(int x, String name) {}

    record Checked(int x) {
        Checked {
            if (x < 0) {
                throw new IllegalArgumentException();
            }
        }
    }

    static final class Bean {
        int x = 1;
        List<Point> points = new ArrayList<>(List.of(new Point(1, "a")));
    }

    static final class WithConstructor {
        transient List<String> made = new ArrayList<>();
        int x = 1;
    }

    static final class Restored implements Serializable {
        private static final long serialVersionUID = 1L;
        int x = 1;

        private void readObject(ObjectInputStream in) throws Exception {
            in.defaultReadObject();
        }
    }

    @SuppressWarnings("unused")
    static List<Point> points() {
        return List.of();
    }

    @SuppressWarnings("unused")
    static Set<Point> setOfPoints() {
        return Set.of();
    }

    @SuppressWarnings("unused")
    static Map<Point, Point> mapOfPoints() {
        return Map.of();
    }

    @SuppressWarnings("unused")
    static Map<String, Point> named() {
        return Map.of();
    }

    private static Type typeOf(String method) throws Exception {
        return ResultsAtOnceTests.class.getDeclaredMethod(method).getGenericReturnType();
    }

    private Payload encode(Type type, Object value) {
        return codec.encodeResult("call", type, value, Integer.MAX_VALUE);
    }

    /** Of another JVM than the one that has encoded it. */
    private static boolean isAtOnce(Type type, Payload coded, Object value) {
        ObjectCodec parents = new JacksonCodec(List.of());
        assertThat(parents.decodeResultAtOnce("call", type, coded))
                .as("the first one, for which classes are loaded and initialized")
                .isSameAs(ObjectCodec.NOT_AT_ONCE);
        parents.decodeResult("call", type, coded);
        Object again = parents.decodeResultAtOnce("call", type, coded);
        if (again == ObjectCodec.NOT_AT_ONCE) {
            return false;
        }
        assertThat(again).usingRecursiveComparison().isEqualTo(value);
        return true;
    }

    private boolean isAtOnce(Type type, Object value) {
        return isAtOnce(type, encode(type, value), value);
    }

    @Test
    void rawValuesAreDecodedAtOnceWhateverTheirSize() {
        assertThat(codec.decodeResultAtOnce("call", int.class, encode(int.class, 7)))
                .isEqualTo(7);
        String text = "x".repeat(100_000);
        assertThat(codec.decodeResultAtOnce("call", String.class, encode(String.class, text)))
                .isEqualTo(text);
        assertThat(codec.decodeResultAtOnce("call", void.class, codec.encodeResult("call", void.class, null, 100)))
                .isNull();
    }

    @Test
    void plainRecordsBeansAndListsOfThemAreDecodedAtOnceOnceTheyAreKnown() throws Exception {
        assertThat(isAtOnce(Point.class, new Point(1, "a"))).isTrue();
        assertThat(isAtOnce(Bean.class, new Bean())).isTrue();
        assertThat(isAtOnce(typeOf("points"), List.of(new Point(1, "a"), new Point(2, "b"))))
                .isTrue();
        assertThat(isAtOnce(typeOf("named"), new HashMap<>(Map.of("a", new Point(1, "a")))))
                .isTrue();
    }

    @Test
    void whatRunsCodeOfTheApplicationIsNotDecodedAtOnce() throws Exception {
        assertThat(isAtOnce(Checked.class, new Checked(1))).as("a constructor").isFalse();
        assertThat(isAtOnce(WithConstructor.class, new WithConstructor()))
                .as("a bean's constructor")
                .isFalse();
        assertThat(isAtOnce(Restored.class, new Restored())).as("readObject()").isFalse();
        assertThat(isAtOnce(typeOf("setOfPoints"), new java.util.HashSet<>(Set.of(new Point(1, "a")))))
                .as("hashCode()")
                .isFalse();
        assertThat(isAtOnce(typeOf("mapOfPoints"), new HashMap<>(Map.of(new Point(1, "a"), new Point(2, "b")))))
                .as("hashCode() of keys")
                .isFalse();
    }

    record Looked(Charset charset) {}

    record Searched(Pattern pattern) {}

    /** As charsets that an application provides. */
    @Test
    void whatProvidersAndCompilersMakeIsNotDecodedAtOnce() {
        for (Object value : List.of(new Looked(StandardCharsets.UTF_8), new Searched(Pattern.compile("a+")))) {
            ObjectCodec parents = new JacksonCodec(List.of());
            Payload coded = encode(value.getClass(), value);
            parents.decodeResult("call", value.getClass(), coded);
            assertThat(parents.decodeResultAtOnce("call", value.getClass(), coded))
                    .isSameAs(ObjectCodec.NOT_AT_ONCE);
        }
    }

    record Chain(List<Chain> next) {}

    /** A caller who waits may be the one who reads. */
    @Test
    void whatIsDeeperThanTheThreadsStackIsReadElsewhere() throws Exception {
        Chain chain = new Chain(new ArrayList<>());
        for (int i = 0; i < 200; i++) {
            chain = new Chain(new ArrayList<>(List.of(chain)));
        }
        Payload coded = encode(Chain.class, chain);
        codec.decodeResult("call", Chain.class, coded);
        assertThat(codec.decodeResultAtOnce("call", Chain.class, coded)).isInstanceOf(Chain.class);
        List<Object> seen = new ArrayList<>();
        Thread shallow = new Thread(null, () -> seen.add(atTheEndOfTheStack(coded)), "shallow", 1 << 18);
        shallow.start();
        shallow.join();
        assertThat(seen).containsExactly(ObjectCodec.NOT_AT_ONCE);
    }

    /** With hardly more room than for the call itself: the first depth from below at which it comes back. */
    @SuppressWarnings("InfiniteRecursion") // that is the point
    private Object atTheEndOfTheStack(Payload coded) {
        Object deeper;
        try {
            deeper = atTheEndOfTheStack(coded);
        } catch (StackOverflowError e) {
            deeper = null;
        }
        if (deeper != null) {
            return deeper;
        }
        try {
            return codec.decodeResultAtOnce("call", Chain.class, coded);
        } catch (StackOverflowError noRoomForTheCall) {
            return null;
        }
    }

    @Test
    void whatIsLargeIsNotDecodedAtOnce() throws Exception {
        List<Point> many = new ArrayList<>(Collections.nCopies(10_000, new Point(1, "a")));
        assertThat(isAtOnce(typeOf("points"), many)).isFalse();
    }

    @Test
    void javasSerializationIsNeverReadAtOnce() {
        ObjectCodec java = new JavaCodec(getClass().getClassLoader());
        Payload coded = java.encodeResult("call", Restored.class, new Restored(), Integer.MAX_VALUE);
        java.decodeResult("call", Restored.class, coded);
        assertThat(java.decodeResultAtOnce("call", Restored.class, coded)).isSameAs(ObjectCodec.NOT_AT_ONCE);
    }

    @Test
    void damagedBytesAreToldWhereThereIsTime() {
        Payload coded = encode(Point.class, new Point(1, "a"));
        codec.decodeResult("call", Point.class, coded);
        byte[] bytes = new byte[coded.length() - 1];
        coded.buffer().get(bytes);
        Payload damaged = Payload.of(bytes);
        assertThat(codec.decodeResultAtOnce("call", Point.class, damaged)).isSameAs(ObjectCodec.NOT_AT_ONCE);
        assertThatThrownBy(() -> codec.decodeResult("call", Point.class, damaged))
                .isInstanceOf(TaskNotSerializableException.class);
    }
}
