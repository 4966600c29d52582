package io.asynccpu.internal.codec.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.api.RemoteTaskException;
import io.asynccpu.internal.codec.PayloadBuffer;
import io.asynccpu.support.Thorough;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FailureCodecTests {

    private static final int LIMIT = 1 << 20;
    private static final String MUTE = "(no message: getMessage() threw java.lang.IllegalStateException)";
    private static final ClassLoader LOADER = FailureCodecTests.class.getClassLoader();

    private static Throwable roundTrip(Throwable failure) {
        return FailureCodec.decode(FailureCodec.encode(failure, LIMIT), LOADER);
    }

    private static void assertSame(Throwable back, Throwable failure) {
        assertThat(back).hasSameClassAs(failure);
        assertThat(back.getMessage()).isEqualTo(failure.getMessage());
        assertThat(back.getStackTrace()).isEqualTo(failure.getStackTrace());
        assertThat(back.getSuppressed()).hasSameSizeAs(failure.getSuppressed());
        if (failure.getCause() == null) {
            assertThat(back.getCause()).isNull();
        } else {
            assertSame(back.getCause(), failure.getCause());
        }
    }

    static class OnlyMessage extends Exception {
        OnlyMessage(String message) {
            super(message);
        }
    }

    static class Nothing extends Exception {}

    /** What its message is made of does not cross. */
    static class Forgetful extends RuntimeException {
        private final transient Object code;

        Forgetful(String message, Object code) {
            super(message);
            this.code = code;
        }

        @Override
        public String getMessage() {
            return super.getMessage() + code;
        }
    }

    static class Mute extends RuntimeException {
        @Override
        public String getMessage() {
            throw new IllegalStateException("no message");
        }

        @Override
        public synchronized Throwable getCause() {
            throw new IllegalStateException("no cause");
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            return null;
        }
    }

    static class Explosive extends RuntimeException {
        Explosive() {}

        Explosive(String message) {
            throw new OutOfMemoryError("planted");
        }
    }

    static class Gadget {
        static boolean initialized;
    }

    static final class NoThrowable {
        static {
            Gadget.initialized = true;
        }
    }

    @Test
    void aTasksExceptionComesBackAsItself() {
        IllegalStateException failure = new IllegalStateException("m");
        assertSame(roundTrip(failure), failure);
        assertThat(roundTrip(failure).getStackTrace()[0].getMethodName()).isEqualTo("aTasksExceptionComesBackAsItself");
    }

    @Test
    void everyUsualConstructorIsFound() {
        Throwable cause = new IOException("root");
        for (Throwable failure : new Throwable[] {
            new IllegalStateException("m"),
            new IllegalStateException(),
            new IllegalStateException("m", cause),
            new IllegalStateException(cause),
            new UncheckedIOException("m", new IOException("io")),
            new InvocationTargetException(cause, "m"),
            new AssertionError("m"),
            new AssertionError("m", cause),
            new ClassNotFoundException("m"),
            new OnlyMessage("m"),
            new OnlyMessage(null),
            new OnlyMessage("m").initCause(cause),
            new Nothing(),
            new Nothing().initCause(cause),
            new OutOfMemoryError("as data"),
            new StackOverflowError(),
            new NullPointerException("m"),
            new InterruptedException("m"),
            new Error("m", new Error("n", new Error("o"))),
        }) {
            assertSame(roundTrip(failure), failure);
        }
    }

    static class Burdened extends Exception {
        private static final long serialVersionUID = 1L;

        Burdened(String message) {
            super(message);
            addSuppressed(new IllegalStateException("of its constructor"));
        }
    }

    @Test
    void whatAConstructorSuppressesIsThereOnceAndWithTheChildsStack() {
        Burdened failure = new Burdened("m");
        failure.addSuppressed(new IOException("later"));
        StackTraceElement[] inTheChild = {new StackTraceElement("in.the.Child", "runs", "Child.java", 7)};
        failure.getSuppressed()[0].setStackTrace(inTheChild);
        Throwable back = roundTrip(failure);
        assertThat(back).isExactlyInstanceOf(Burdened.class);
        assertThat(back.getSuppressed())
                .extracting(Throwable::getMessage)
                .containsExactly("of its constructor", "later");
        assertThat(back.getSuppressed()[0].getStackTrace()).isEqualTo(inTheChild);
    }

    static class BurdenedDifferently extends Exception {
        private static final long serialVersionUID = 1L;
        private static final AtomicInteger COUNT = new AtomicInteger();

        BurdenedDifferently(String message) {
            super(message);
            addSuppressed(new IllegalStateException("number " + COUNT.incrementAndGet()));
            addSuppressed(new IllegalStateException("the same"));
        }
    }

    /** Two that differ must not become one that never was. */
    @Test
    void whatAConstructorSuppressesInsteadIsAnother() {
        BurdenedDifferently failure = new BurdenedDifferently("m");
        Throwable child = failure.getSuppressed()[0];
        StackTraceElement[] inTheChild = {new StackTraceElement("in.the.Child", "runs", "Child.java", 7)};
        child.setStackTrace(inTheChild);
        Throwable back = roundTrip(failure);
        assertThat(back).isExactlyInstanceOf(BurdenedDifferently.class);
        assertThat(back.getSuppressed())
                .filteredOn(each -> each.getMessage().equals(child.getMessage()))
                .singleElement()
                .satisfies(each -> assertThat(each.getStackTrace()).isEqualTo(inTheChild));
        assertThat(back.getSuppressed())
                .filteredOn(each -> !each.getMessage().equals(child.getMessage()))
                .noneMatch(each -> List.of(each.getStackTrace()).contains(inTheChild[0]))
                .extracting(Throwable::getMessage)
                .filteredOn("the same"::equals)
                .hasSize(1);
    }

    @Test
    void aDescribedOneIsOfItsClassIfThatIsWantedAndPossible() {
        Exception failure = new IOException("outer", new Forgetful("inner", 1));
        RemoteThrowable described = FailureCodec.describe(FailureCodec.encode(failure, LIMIT));
        Throwable back = LoggedThrowables.of(described, LOADER);
        assertThat(back).isExactlyInstanceOf(IOException.class).hasMessage("outer");
        assertThat(back.getCause()).hasToString(Forgetful.class.getName() + ": inner1");
        assertThat(back.getCause()).isInstanceOfSatisfying(RemoteThrowable.class, cause -> assertThat(cause.className())
                .isEqualTo(Forgetful.class.getName()));
        assertThat(back.getStackTrace()[0].getMethodName()).isEqualTo(failure.getStackTrace()[0].getMethodName());
    }

    @Test
    void suppressedOnesComeAlong() {
        Exception failure = new Exception("m");
        failure.addSuppressed(new IOException("s", new OnlyMessage("c")));
        Throwable back = roundTrip(failure);
        assertSame(back.getSuppressed()[0], failure.getSuppressed()[0]);
    }

    @Test
    void aClassThatCannotBeRebuiltArrivesAsRemoteTaskException() {
        for (Throwable failure : new Throwable[] {new Forgetful("x", 5), new Mute()}) {
            Throwable back = roundTrip(failure);
            assertThat(back).isInstanceOfSatisfying(RemoteTaskException.class, remote -> {
                assertThat(remote.remoteClassName())
                        .isEqualTo(failure.getClass().getName());
                assertThat(remote.remoteMessage()).isEqualTo(failure instanceof Mute ? MUTE : failure.getMessage());
                assertThat(remote.getStackTrace()).isNotEmpty();
            });
        }
    }

    @Test
    void aClassThatOnlyTheChildHasArrivesAsRemoteTaskException() {
        byte[] bytes = FailureCodec.encode(new OnlyMessage("m"), LIMIT);
        Throwable back = FailureCodec.decode(bytes, ClassLoader.getPlatformClassLoader());
        assertThat(back)
                .isInstanceOfSatisfying(RemoteTaskException.class, remote -> assertThat(remote.remoteClassName())
                        .isEqualTo(OnlyMessage.class.getName()));
    }

    @Test
    void aClassThatIsNoThrowableIsNotEvenInitialized() {
        byte[] bytes = FailureCodec.encode(new OnlyMessage("m"), LIMIT);
        byte[] forged = replace(bytes, OnlyMessage.class.getName(), NoThrowable.class.getName());
        assertThat(FailureCodec.decode(forged, LOADER)).isInstanceOf(RemoteTaskException.class);
        assertThat(Gadget.initialized).isFalse();
    }

    /** Same length on purpose: both nested class names have eleven letters. */
    private static byte[] replace(byte[] bytes, String from, String to) {
        assertThat(from).hasSameSizeAs(to);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void aThrowableWhoseMethodsThrowCrossesAllTheSame() {
        Throwable back = roundTrip(new Mute());
        assertThat(back).isInstanceOfSatisfying(RemoteTaskException.class, remote -> {
            assertThat(remote.remoteClassName()).isEqualTo(Mute.class.getName());
            assertThat(remote.remoteMessage()).contains("getMessage() threw");
        });
    }

    @Test
    void cyclesOfCausesAreCut() {
        Exception a = new Exception("a");
        Exception b = new Exception("b", a);
        a.initCause(b);
        a.addSuppressed(b);
        Throwable back = roundTrip(a);
        assertThat(back.getCause()).hasMessage("b");
        assertThat(back.getCause().getCause()).isNull();
    }

    @Test
    void theLimitIsKeptWhateverTheFailureHolds() {
        Throwable huge = new Exception("x".repeat(5_000_000));
        StackTraceElement[] frames = new StackTraceElement[100_000];
        Arrays.fill(frames, new StackTraceElement("a.b.C".repeat(20), "method", "File.java", 1));
        huge.setStackTrace(frames);
        for (int i = 0; i < 1000; i++) {
            Throwable outer = new Exception("ü".repeat(10_000) + i, huge);
            outer.addSuppressed(new Exception("s"));
            outer.setStackTrace(frames);
            huge = outer;
        }
        for (int limit = FailureCodec.SMALLEST_LIMIT; limit < 10_000_000; limit *= 3) {
            byte[] bytes = FailureCodec.encode(huge, limit);
            assertThat(bytes).hasSizeLessThanOrEqualTo(limit);
            assertThat(FailureCodec.decode(bytes, LOADER))
                    .isExactlyInstanceOf(Exception.class)
                    .hasMessageStartingWith("ü".repeat(100));
        }
        Throwable failure = huge;
        assertThatIllegalArgumentException().isThrownBy(() -> FailureCodec.encode(failure, 10));
    }

    @Thorough
    @Test
    void damagedBytesGiveATypedError() {
        Exception failure = new Exception("m", new OnlyMessage("c"));
        failure.addSuppressed(new Nothing());
        byte[] good = FailureCodec.encode(failure, LIMIT);
        for (int end = 0; end < good.length; end++) {
            byte[] cut = Arrays.copyOf(good, end);
            assertThatThrownBy(() -> FailureCodec.decode(cut, LOADER)).isInstanceOf(MalformedFailureException.class);
        }
        assertThatThrownBy(() -> FailureCodec.decode(Arrays.copyOf(good, good.length + 1), LOADER))
                .isInstanceOf(MalformedFailureException.class)
                .hasMessageContaining("too many");
        Random random = new Random(7);
        for (int i = Thorough.Extent.of(20_000); i > 0; i--) {
            byte[] damaged = good.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            try {
                assertThat(FailureCodec.decode(damaged, LOADER)).isNotNull();
            } catch (MalformedFailureException e) {
                assertThat(e).hasMessageContaining("worker's failure report");
            }
        }
    }

    @Test
    void hostileNestingIsRefused() {
        byte[] one = FailureCodec.encode(withoutStack(new Nothing()), LIMIT);
        // Everything but the version and the four closing marks, then "a cause follows", again and again.
        int length = one.length - 5;
        byte[] bytes = new byte[1 + 100_000 * (length + 1)];
        bytes[0] = one[0];
        for (int i = 0; i < 100_000; i++) {
            System.arraycopy(one, 1, bytes, 1 + i * (length + 1), length);
            bytes[4 + i * (length + 1)] = (byte) Math.min(i, 127);
            bytes[(i + 1) * (length + 1)] = 1;
        }
        assertThatThrownBy(() -> FailureCodec.decode(bytes, LOADER))
                .isInstanceOf(MalformedFailureException.class)
                .hasMessageContaining("too many throwables");
    }

    private static Throwable withoutStack(Throwable failure) {
        failure.setStackTrace(new StackTraceElement[0]);
        return failure;
    }

    @Test
    void aConstructorThatThrowsAnErrorDoesNoHarm() {
        Throwable explosive = new Explosive();
        byte[] bytes = FailureCodec.encode(explosive, LIMIT);
        assertThat(FailureCodec.decode(bytes, LOADER)).isInstanceOf(Explosive.class);
    }

    /** A loader never forgets a name that it was asked for. */
    @Test
    void namesWithoutEndFillNoClassLoader() {
        Set<String> asked = ConcurrentHashMap.newKeySet();
        ClassLoader loader = new ClassLoader(LOADER) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                asked.add(name);
                return super.loadClass(name, resolve);
            }
        };
        for (int i = 0; i < 3_000; i++) {
            assertThat(FailureCodec.decode(madeUp("made.up.Name" + i), loader)).isInstanceOf(RemoteTaskException.class);
        }
        String endless = "made.up.".repeat(1_000) + "Name";
        assertThat(FailureCodec.decode(madeUp(endless), loader)).isInstanceOf(RemoteTaskException.class);

        assertThat(asked).hasSizeLessThan(2_000).doesNotContain(endless);
        byte[] known = FailureCodec.encode(new IOException("known"), LIMIT);
        assertThat(FailureCodec.decode(known, loader)).isInstanceOf(IOException.class);
    }

    private static byte[] madeUp(String className) {
        PayloadBuffer out = new PayloadBuffer(LIMIT);
        FailureData failure =
                new FailureData(0, className, "message", "message", true, false, List.of(), null, List.of(), List.of());
        FailureWriter.write(new FailureData.Report(failure, List.of()), new FailureWire.Bounds(1, 1, LIMIT, 0), out);
        return out.toByteArray();
    }
}
