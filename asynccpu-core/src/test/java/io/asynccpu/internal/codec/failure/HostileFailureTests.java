package io.asynccpu.internal.codec.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.api.RemoteTaskException;
import io.asynccpu.internal.codec.ObjectCodec;
import io.asynccpu.internal.codec.PayloadBuffer;
import io.asynccpu.internal.codec.jackson.JacksonCodec;
import io.asynccpu.internal.codec.java.JavaCodec;
import io.asynccpu.internal.codec.reflect.SerializationConstructors;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import jdk.jshell.spi.ExecutionControl;
import org.junit.jupiter.api.Test;

/** Exceptions whose classes do what they should not, lack what they name, or come from a child that lies. */
class HostileFailureTests {

    private static final int LIMIT = 1 << 18;
    private static final ClassLoader LOADER = HostileFailureTests.class.getClassLoader();

    private final ObjectCodec codec = new JacksonCodec(List.of());

    /** Log4j asks loaders for the class of each frame that it prints, and these keep each name for ever. */
    @Test
    void framesOfClassesWithoutEndNameNoMoreThanABoundOfThem() {
        Set<String> named = new HashSet<>();
        // Others' frames count for the loader that they are given.
        ClassLoader own = new ClassLoader(LOADER) {};
        for (int i = 0; i < 300; i++) {
            Throwable failure = new IllegalStateException("made up");
            StackTraceElement[] frames = new StackTraceElement[100];
            for (int j = 0; j < frames.length; j++) {
                frames[j] = new StackTraceElement("made.up.by" + i + ".Class" + j, "method", "Some.java", 7);
            }
            // One that is here, though nobody has asked for it before.
            frames[0] = new StackTraceElement("java.util.zip.ZipError", "method", "Some.java", 7);
            frames[1] = new StackTraceElement("x".repeat(1_000), "method", "Some.java", 7);
            failure.setStackTrace(frames);
            StackTraceElement[] arrived = FailureCodec.decode(FailureCodec.encode(failure, LIMIT), own)
                    .getStackTrace();
            assertThat(arrived).hasSize(100);
            assertThat(arrived[0]).isEqualTo(frames[0]);
            for (int j = 1; j < frames.length; j++) {
                named.add(arrived[j].getClassName());
                assertThat(arrived[j].toString()).endsWith(frames[j].toString());
            }
        }
        assertThat(named).contains("?").hasSizeLessThanOrEqualTo(10_001).noneMatch(name -> name.length() > 256);
    }

    private Throwable roundTrip(Throwable failure) {
        return FailureCodec.decode(FailureCodec.encode(failure, codec, LIMIT), LOADER, codec);
    }

    /** Each of its methods throws another thing. */
    private static class Unruly extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int code = Integer.parseInt("5");

        Unruly(Throwable cause) {
            super("unruly", cause);
        }

        @Override
        public synchronized Throwable getCause() {
            throw new NoClassDefFoundError("planted");
        }

        @Override
        public synchronized Throwable initCause(Throwable cause) {
            throw new StackOverflowError("planted");
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            return null;
        }

        @Override
        public void setStackTrace(StackTraceElement[] frames) {
            throw new OutOfMemoryError("planted");
        }
    }

    private static final class Speechless extends Unruly {
        private static final long serialVersionUID = 1L;

        Speechless() {
            super(null);
        }

        @Override
        public String toString() {
            throw new AssertionError("planted");
        }
    }

    /** The JDK's futures ask each failure that they pass on, and leave their stages incomplete if that throws. */
    @Test
    void oneThatCannotSayWhatItIsArrivesAsRemoteTaskException() {
        assertThat(roundTrip(new Speechless()))
                .isInstanceOfSatisfying(RemoteTaskException.class, remote -> assertThat(remote.remoteMessage())
                        .isEqualTo("unruly"));
    }

    @Test
    void whatItsMethodsThrowKeepsNoExceptionFromArriving() {
        assertThat(roundTrip(new Unruly(new IOException("c"))))
                .isInstanceOfSatisfying(
                        Unruly.class, back -> assertThat(back.code).isEqualTo(5));
        Throwable wrapped = roundTrip(new IOException("outer", new Unruly(null)));
        assertThat(wrapped.getCause()).isInstanceOf(Unruly.class);
    }

    public static final class Ill implements Serializable {
        private static final long serialVersionUID = 1L;

        public int getValue() {
            throw new Unruly(null);
        }

        private void writeObject(ObjectOutputStream out) {
            throw new Unruly(null);
        }
    }

    private static class HasIll extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final Ill ill = new Ill();
    }

    @Test
    void aFieldWhoseFailureCannotEvenBeAskedIsLeftOut() {
        for (ObjectCodec each : List.of(codec, new JavaCodec(LOADER))) {
            Throwable back = FailureCodec.decode(FailureCodec.encode(new HasIll(), each, LIMIT), LOADER, each);
            assertThat(back).isInstanceOf(HasIll.class).hasMessageContaining("'ill'");
        }
    }

    private static class Unfillable extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final List<String> needed;

        Unfillable(String message) {
            super(message, null, true, false);
            needed = List.of(message);
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return needed.isEmpty() ? this : super.fillInStackTrace();
        }
    }

    @Test
    void oneThatNeedsItsFieldsToBeMadeArrivesAsRemoteTaskException() {
        assertThat(roundTrip(new Unfillable("m")))
                .isInstanceOfSatisfying(RemoteTaskException.class, remote -> assertThat(remote.remoteMessage())
                        .isEqualTo("m"));
    }

    public static class Optional {}

    public static class NamesOptional extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int code = Integer.parseInt("6");

        public NamesOptional(String message) {
            super(message);
        }

        public NamesOptional(Optional optional) {}

        public Optional optional() {
            return null;
        }

        public int code() {
            return code;
        }
    }

    public static class HasOptional extends NamesOptional {
        private static final long serialVersionUID = 1L;
        private Optional field;
        private final String text = String.valueOf("text");

        public HasOptional(String message) {
            super(message);
        }
    }

    /** Has its own copies of the classes here, all but one. */
    private static final class Poor extends ClassLoader {

        Poor() {
            super(LOADER);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.equals(Optional.class.getName())) {
                throw new ClassNotFoundException(name);
            }
            if (!Set.of(NamesOptional.class.getName(), HasOptional.class.getName(), HasGeneric.class.getName())
                    .contains(name)) {
                return super.loadClass(name, resolve);
            }
            Class<?> known = findLoadedClass(name);
            if (known != null) {
                return known;
            }
            try (InputStream in = LOADER.getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    @Test
    void aMissingClassThatAnExceptionOnlyNamesDoesNoHarm() {
        Poor poor = new Poor();
        byte[] bytes = FailureCodec.encode(new NamesOptional("m"), codec, LIMIT);
        Throwable back = FailureCodec.decode(bytes, poor, codec);
        assertThat(back.getClass().getClassLoader()).isSameAs(poor);
        assertThat(back).hasMessage("m");
        assertThatThrownBy(back.getClass()::getDeclaredConstructors).isInstanceOf(NoClassDefFoundError.class);
    }

    @Test
    void theFieldsThatOneCannotEvenBeAskedForAreLeftOutAndNamed() {
        Poor poor = new Poor();
        byte[] bytes = FailureCodec.encode(new HasOptional("m"), codec, LIMIT);
        Throwable back = FailureCodec.decode(bytes, poor, codec);
        assertThat(back.getClass().getClassLoader()).isSameAs(poor);
        assertThat(back).hasMessageStartingWith("m (left out").hasMessageContaining("'text'");
    }

    public static class HasGeneric extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private List<Optional> optionals = List.of();
        private final String text = String.valueOf("text");

        public String text() {
            return text;
        }
    }

    @Test
    void whatTheSenderCannotEvenLookAtIsLeftOutAndNamed() throws Exception {
        Poor poor = new Poor();
        Throwable failure = made(poor.loadClass(HasOptional.class.getName()), "m");
        assertThat(roundTrip(failure))
                .isExactlyInstanceOf(HasOptional.class)
                .hasMessageStartingWith("m (left out")
                .hasMessageContaining("the fields of " + HasOptional.class.getName());
        Throwable generic = made(poor.loadClass(HasGeneric.class.getName()), "g");
        for (Field field : generic.getClass().getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers())) {
                field.setAccessible(true);
                field.set(generic, field.getType() == String.class ? "set" : List.of(1));
            }
        }
        assertThat(roundTrip(generic)).isInstanceOfSatisfying(HasGeneric.class, back -> {
            assertThat(back).hasMessageContaining("'optionals'").hasMessageContaining("TypeNotPresentException");
            assertThat(back.text).isEqualTo("set");
        });
    }

    private static Throwable made(Class<?> type, String message) throws Exception {
        return (Throwable) SerializationConstructors.make(type, RuntimeException.class.getConstructor(String.class))
                .newInstance(message);
    }

    @Test
    void oneOfAModuleThatOpensNothingArrivesWithoutItsFields() {
        Throwable back = roundTrip(new ExecutionControl.UserException("user", "some.Class", new StackTraceElement[0]));
        assertThat(back)
                .isExactlyInstanceOf(ExecutionControl.UserException.class)
                .hasMessageStartingWith("user (left out")
                .hasMessageContaining("'causeExceptionClass'")
                .hasMessageContaining("its module does not open it");
    }

    private static class WithConstructor extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int code;

        WithConstructor(String message) {
            super(message);
            code = -1;
        }

        WithConstructor(int code) {
            super("code " + code);
            this.code = code;
        }
    }

    @Test
    void aJvmWithoutAnyOtherWayRunsAConstructor() {
        byte[] bytes = FailureCodec.encode(new WithConstructor(5), codec, LIMIT);
        Throwable back = new ThrowableBuilder(LOADER, codec, true).build(FailureReader.read(bytes));
        assertThat(back).isInstanceOfSatisfying(WithConstructor.class, made -> assertThat(made.code)
                .isEqualTo(5));
        assertThat(back).hasMessage("code 5");
    }

    private static class Target extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private static final String SHARED = String.valueOf("shared");
        private final transient String transientOne = String.valueOf("t");
        private final String text = String.valueOf("x");
        private final Comparable<?> open = "o";
        private final List<IOException> list = List.of(new IOException());
    }

    @Test
    void aChildSetsNoFieldThatItMayNotAndNoneToWhatItsTypeDoesNotAllow() {
        String owner = Target.class.getName();
        byte[] number = new FieldValuesProbe(codec).encode(int.class, 5);
        byte[] text = new FieldValuesProbe(codec).encode(String.class, "set");
        FailureField.Value thrown = new FailureField.Thrown(0);
        Throwable back = built(List.of(
                new FailureField(owner, "SHARED", new FailureField.Coded(null, text)),
                new FailureField(owner, "transientOne", new FailureField.Coded(null, text)),
                new FailureField(owner, "text", new FailureField.Coded(null, number)),
                new FailureField(owner, "open", new FailureField.Coded(Optional.class.getName(), text)),
                new FailureField(owner, "open", new FailureField.Thrown(99)),
                new FailureField(owner, "open", thrown),
                new FailureField(owner, "list", new FailureField.ThrownOnes(List.of(1))),
                new FailureField("java.lang.Throwable", "detailMessage", new FailureField.Coded(null, text)),
                new FailureField("java.sql.SQLException", "getNextException()", thrown),
                new FailureField("java.lang.Throwable", "getCause()", thrown)));
        assertThat(back).isInstanceOfSatisfying(Target.class, target -> {
            assertThat(Target.SHARED).isEqualTo("shared");
            assertThat(target.transientOne).isNull();
            assertThat(target.text).isNull();
            assertThat(target.open).isNull();
            assertThat(target.list).isNull();
            assertThat(target.getMessage()).startsWith("m (left out").contains("'text'", "'SHARED'");
            assertThat(target.getSuppressed()).hasSize(1);
        });
    }

    private Throwable built(List<FailureField> fields) {
        FailureData data =
                new FailureData(0, Target.class.getName(), "m", "m", true, false, List.of(), null, List.of(), fields);
        FailureData held =
                new FailureData(1, "java.lang.Exception", "h", "h", true, false, List.of(), null, List.of(), List.of());
        PayloadBuffer out = new PayloadBuffer(LIMIT);
        FailureWriter.write(
                new FailureData.Report(data, List.of(held)), new FailureWire.Bounds(9, 9, LIMIT, LIMIT), out);
        return FailureCodec.decode(out.toByteArray(), LOADER, codec);
    }

    private record FieldValuesProbe(ObjectCodec codec) {
        byte[] encode(Class<?> type, Object value) {
            return ((FailureField.Coded) new FieldValueCodec(codec, LIMIT).encode(type, value)).bytes();
        }
    }
}
