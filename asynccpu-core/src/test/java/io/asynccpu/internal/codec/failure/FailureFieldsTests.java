package io.asynccpu.internal.codec.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.asynccpu.api.RemoteTaskException;
import io.asynccpu.internal.codec.ObjectCodec;
import io.asynccpu.internal.codec.jackson.JacksonCodec;
import io.asynccpu.internal.codec.java.JavaCodec;
import io.asynccpu.support.Thorough;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What an application's exceptions hold besides message, stack and causes. */
@ParameterizedClass(name = "{0}")
@MethodSource("codecs")
class FailureFieldsTests {

    private static final int LIMIT = 256 << 10;
    private static final ClassLoader LOADER = FailureFieldsTests.class.getClassLoader();

    @Parameter
    private ObjectCodec codec;

    static Stream<ObjectCodec> codecs() {
        return Stream.of(new JacksonCodec(List.of()), new JavaCodec(LOADER));
    }

    @SuppressWarnings("unchecked")
    private <T extends Throwable> T roundTrip(T failure) {
        Throwable back = FailureCodec.decode(FailureCodec.encode(failure, codec, LIMIT), LOADER, codec);
        assertThat(back).isExactlyInstanceOf(failure.getClass());
        assertThat(back.getStackTrace()).isNotEmpty().isEqualTo(failure.getStackTrace());
        return (T) back;
    }

    private static int constructed;

    private static class OrderNotFound extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final long id;

        OrderNotFound(long id) {
            super("no order " + id);
            constructed++;
            this.id = id;
        }
    }

    @Test
    void anExceptionArrivesWithItsFieldsAndNoConstructorOfItsIsRun() {
        OrderNotFound failure = new OrderNotFound(7);
        constructed = 0;
        OrderNotFound back = roundTrip(failure);
        assertThat(back).hasMessage("no order 7");
        assertThat(back.id).isEqualTo(7);
        assertThat(constructed).isZero();
    }

    private static class Coded extends Exception {
        private static final long serialVersionUID = 1L;
        final String code;
        private final int status;

        Coded(String message, String code, int status, Throwable cause) {
            super(message, cause);
            this.code = code;
            this.status = status;
        }

        @Override
        public String getMessage() {
            return code.strip() + " " + status + ": " + super.getMessage();
        }
    }

    private static class Hiding extends Coded {
        private static final long serialVersionUID = 1L;
        private final BigDecimal code;

        Hiding(BigDecimal code) {
            super("hidden", "outer", 3, null);
            this.code = code;
        }
    }

    @Test
    void aMessageMadeOfFieldsIsMadeOfThemAgain() {
        IOException cause = new IOException("c", new OrderNotFound(1));
        Coded back = roundTrip(new Coded("m", "E", 5, cause));
        assertThat(back).hasMessage("E 5: m");
        assertThat(back.getCause()).isExactlyInstanceOf(IOException.class).hasMessage("c");
        assertThat(back.getCause().getCause())
                .isInstanceOfSatisfying(
                        OrderNotFound.class, deepest -> assertThat(deepest.id).isEqualTo(1));
        assertThat(roundTrip(new Coded(null, "E", 5, null))).hasMessage("E 5: null");
    }

    @Test
    void aFieldThatHidesAnotherIsNotTakenForIt() {
        Hiding back = roundTrip(new Hiding(BigDecimal.TEN));
        assertThat(back.code).isEqualTo(BigDecimal.TEN);
        assertThat(((Coded) back).code).isEqualTo("outer");
        assertThat(back).hasMessage("outer 3: hidden");
    }

    private static class Immutable extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final Instant when;
        private int calls;

        Immutable(Instant when, Throwable cause) {
            super("immutable", cause);
            this.when = when;
        }

        @Override
        public void setStackTrace(StackTraceElement[] frames) {
            throw new UnsupportedOperationException("immutable");
        }

        @Override
        public synchronized Throwable initCause(Throwable cause) {
            calls++;
            throw new UnsupportedOperationException("immutable");
        }
    }

    @Test
    void anExceptionThatMustNotBeChangedArrivesWithItsStackAndCause() {
        Instant now = Instant.now();
        Immutable failure = new Immutable(now, new IOException("c"));
        Immutable back = roundTrip(failure);
        assertThat(back.when).isEqualTo(now);
        assertThat(back).hasCauseExactlyInstanceOf(IOException.class);
        assertThat(failure.calls + back.calls).isZero();
    }

    private static class OwnCause extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final Throwable inner;
        private final Throwable first;
        private final Object other;

        OwnCause(Throwable inner, Throwable first) {
            super("own cause");
            this.inner = inner;
            this.first = first;
            this.other = new OrderNotFound(9);
        }

        @Override
        public synchronized Throwable getCause() {
            return inner;
        }
    }

    @Test
    void aThrowableInAFieldIsTheSameAsTheCauseIfItWas() {
        IOException inner = new IOException("inner");
        OwnCause failure = new OwnCause(inner, inner);
        failure.addSuppressed(new OrderNotFound(3));
        OwnCause back = roundTrip(failure);
        assertThat(back.inner).isExactlyInstanceOf(IOException.class).isSameAs(back.first);
        assertThat(back.getCause()).isSameAs(back.inner);
        assertThat(back.other).isInstanceOfSatisfying(OrderNotFound.class, held -> assertThat(held.id)
                .isEqualTo(9));
        assertThat(((OrderNotFound) back.getSuppressed()[0]).id).isEqualTo(3);
    }

    private static class Chained extends Exception {
        private static final long serialVersionUID = 1L;
        private final Map<String, Integer> counts = new HashMap<>();
        private Throwable outer;

        Chained(Throwable cause) {
            super("chained", cause);
        }
    }

    @Test
    void aFieldMayReferToTheFailureAroundIt() {
        Chained inner = new Chained(null);
        Chained outer = new Chained(inner);
        inner.outer = outer;
        outer.outer = outer;
        inner.counts.put("a", 1);
        Chained back = roundTrip(outer);
        assertThat(back.outer).isSameAs(back);
        assertThat(((Chained) back.getCause()).outer).isSameAs(back);
        assertThat(((Chained) back.getCause()).counts).containsExactly(Map.entry("a", 1));
        assertThat(back).hasMessage("chained");
    }

    @Test
    void aCauseThatWasOpenIsOpenAgain() {
        IOException cause = new IOException("later");
        assertThat(roundTrip(new OrderNotFound(1)).initCause(cause)).hasCause(cause);
        assertThat(roundTrip(new IllegalStateException("m")).initCause(cause)).hasCause(cause);
        for (Throwable closed : List.of(
                roundTrip(new Coded("m", "E", 1, null)),
                roundTrip(new IllegalStateException("m", null)),
                roundTrip((Throwable) new OrderNotFound(1).initCause(null)))) {
            assertThatIllegalStateException().isThrownBy(() -> closed.initCause(cause));
        }
        OrderNotFound failure = new OrderNotFound(1);
        roundTrip(failure);
        assertThat(failure.initCause(cause)).as("the sender's own").hasCause(cause);
    }

    private static class Stubborn extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient String forgotten = String.valueOf("f");
        private final InputStream response = InputStream.nullInputStream();
        private final Object code = 5;

        Stubborn(String message) {
            super(message);
        }
    }

    @Test
    void aFieldThatCannotCrossIsLeftOutAndNamed() {
        Stubborn back = roundTrip(new Stubborn("m"));
        assertThat(back.getMessage())
                .startsWith("m (left out on the way from the worker: field 'response' of " + Stubborn.class.getName()
                        + ": java.io.InputStream$")
                .contains("belongs to the process that created it")
                .endsWith(")");
        assertThat(back.response).isNull();
        assertThat(back.forgotten).isNull();
        assertThat(back.code).isEqualTo(5);
        assertThat(roundTrip(new Stubborn(null)).getMessage()).startsWith("(left out on the way");
    }

    private static class Wordless extends Exception {
        private static final long serialVersionUID = 1L;
        private final Thread thread = Thread.currentThread();

        @Override
        public String getMessage() {
            return "always the same";
        }
    }

    @Test
    void whatAMessageCannotSayStandsBesideIt() {
        Wordless back = roundTrip(new Wordless());
        assertThat(back).hasMessage("always the same");
        assertThat(back.getSuppressed()).singleElement().satisfies(note -> assertThat(note)
                .hasMessageContaining("field 'thread' of " + Wordless.class.getName()));
    }

    static final class Unreadable implements Serializable {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("unused")
        public int getValue() {
            throw new StackOverflowError("planted");
        }

        private void writeObject(java.io.ObjectOutputStream out) {
            throw new OutOfMemoryError("planted");
        }
    }

    private static class Large extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String small = String.valueOf("small");
        private final byte[] bytes;
        private final Unreadable unreadable = new Unreadable();

        Large(int size, Throwable cause) {
            super("large", cause);
            bytes = new byte[size];
            Arrays.fill(bytes, (byte) 1);
        }
    }

    @Test
    void aFieldThatFailsOrIsTooLargeHarmsNothingElse() {
        for (int size : new int[] {200_000, 300_000, 5_000_000}) {
            Large back = roundTrip(new Large(size, new OrderNotFound(4)));
            assertThat(back.small).isEqualTo("small");
            assertThat(back.bytes).isNull();
            assertThat(back.getMessage()).contains("'bytes'", "it is too large", "'unreadable'");
            assertThat(((OrderNotFound) back.getCause()).id).isEqualTo(4);
        }
        assertThat(roundTrip(new Large(10_000, null)).bytes).hasSize(10_000).containsOnly(1);
    }

    @Test
    void largeFieldsGoBeforeTheStack() {
        Large failure = new Large(100_000, null);
        StackTraceElement[] frames = new StackTraceElement[2_048];
        Arrays.fill(
                frames, new StackTraceElement("some.application.".repeat(4) + "Service", "method", "Service.java", 1));
        failure.setStackTrace(frames);
        Large back = roundTrip(failure);
        assertThat(back.small).isEqualTo("small");
        assertThat(back.bytes).isNull();
        assertThat(back.getMessage()).contains("'bytes' of " + Large.class.getName() + ": the failure is too large");
    }

    @Test
    void fieldsKeepToTheLimitAndGoBeforeTheRest() {
        Throwable failure = new Large(1, null);
        for (int i = 0; i < 100; i++) {
            Throwable next = new Large(10_000, i % 2 == 0 ? failure : null);
            next.addSuppressed(i % 2 == 0 ? new OrderNotFound(i) : failure);
            failure = next;
        }
        for (int limit = FailureCodec.SMALLEST_LIMIT; limit < 10_000_000; limit = limit * 3 / 2) {
            byte[] bytes = FailureCodec.encode(failure, codec, limit);
            assertThat(bytes).hasSizeLessThanOrEqualTo(limit);
            assertThat(FailureCodec.decode(bytes, LOADER, codec))
                    .isExactlyInstanceOf(Large.class)
                    .hasMessageStartingWith("large (left out on the way from the worker: ");
        }
    }

    private static <T extends Number> RuntimeException local(T number) {
        class Local extends RuntimeException {
            private static final long serialVersionUID = 1L;
            private final T value = number;

            @Override
            public String getMessage() {
                return "local " + value;
            }
        }
        return new Local();
    }

    @Test
    void localAndAnonymousClassesArriveWithWhatTheyCaptured() {
        assertThat(roundTrip(local(5))).hasMessage("local 5");
        int captured = constructed + 3;
        RuntimeException anonymous = new RuntimeException("plain") {
            private static final long serialVersionUID = 1L;

            @Override
            public String getMessage() {
                return super.getMessage() + " " + captured
                        + codec.getClass().getName().charAt(0);
            }
        };
        Throwable back = FailureCodec.decode(FailureCodec.encode(anonymous, codec, LIMIT), LOADER, codec);
        assertThat(back).as("needs the object around it").isInstanceOf(RemoteTaskException.class);
        assertThat(back).hasMessageEndingWith("plain " + captured + "i");
    }

    private static class Composite extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final List<? extends Exception> list;
        private final Set<OrderNotFound> set;
        private final Exception[] array;
        private final List<Object> mixed;

        Composite(Exception first, OrderNotFound second) {
            super("composite", first);
            list = List.of(first, second);
            set = new TreeSet<>(Comparator.comparing(OrderNotFound::getMessage));
            set.add(second);
            array = new Exception[] {second, first};
            mixed = Arrays.asList(first, Thread.currentThread());
        }
    }

    @Test
    void throwablesInListsSetsAndArraysCrossAsSuch() {
        Composite back = roundTrip(new Composite(new Stubborn("first"), new OrderNotFound(2)));
        Throwable second = back.list.get(1);
        assertThat((Object) back.list.get(0)).isSameAs(back.getCause()).isSameAs(back.array[1]);
        assertThat(second).isInstanceOfSatisfying(OrderNotFound.class, held -> assertThat(held.id)
                .isEqualTo(2));
        assertThat((Object) back.array[0]).isSameAs(second);
        assertThat(back.set).isEqualTo(Set.of(second));
        assertThat(back.mixed).isNull();
        assertThat(back).hasMessageContaining("'mixed'");
    }

    sealed interface Status permits Standard, Custom {}

    enum Standard implements Status {
        NOT_FOUND {
            @Override
            public String toString() {
                return "404";
            }
        }
    }

    record Custom(int code) implements Status, Serializable {}

    private static class Answered extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final Status status;

        Answered(Status status) {
            this.status = status;
        }

        @Override
        public String getMessage() {
            return "status " + status;
        }
    }

    @Test
    void whatASealedTypePermitsMayStandInAField() {
        assertThat(roundTrip(new Answered(Standard.NOT_FOUND))).hasMessage("status 404");
        assertThat(roundTrip(new Answered(new Custom(7))).status).isEqualTo(new Custom(7));
    }

    private static class BadData extends UncheckedIOException {
        private static final long serialVersionUID = 1L;
        private final List<Instant> times;

        BadData(List<Instant> times) {
            super("bad", new IOException("io"));
            this.times = times;
        }
    }

    @Test
    void theFieldOfATypeWithArgumentsKeepsThem() {
        BadData back = roundTrip(new BadData(List.of(Instant.EPOCH)));
        assertThat(back.times).containsExactly(Instant.EPOCH);
        assertThat(back.getCause()).hasMessage("io");
    }

    @Thorough
    @Test
    void damagedBytesOfFieldsGiveAFailureOrATypedError() {
        Coded failure = new Coded(
                "m", "E", 5, new OwnCause(new Chained(null), new Composite(new Stubborn("s"), new OrderNotFound(1))));
        failure.setStackTrace(new StackTraceElement[0]);
        byte[] good = FailureCodec.encode(failure, codec, LIMIT);
        Random random = new Random(11);
        for (int i = Thorough.Extent.of(3_000); i > 0; i--) {
            byte[] damaged = good.clone();
            for (int changes = random.nextInt(3); changes >= 0; changes--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(FailureCodec.decode(damaged, LOADER, codec)).isNotNull();
            } catch (MalformedFailureException e) {
                assertThat(e).hasMessageContaining("worker's failure report");
            }
        }
    }
}
