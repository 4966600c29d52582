package io.asynccpu.autoconfigure.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.autoconfigure.worker.ParentMain.JvmCommand;
import io.asynccpu.elsewhere.Elsewhere;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.springframework.cloud.bootstrap.Marker;
import org.springframework.core.OverridingClassLoader;

class ParentMainTests {

    private static final List<String> TYPED = List.of("two  words", "--x=1");

    @Test
    void aTestHasNoneThatAChildCouldCall() {
        assertThat(ParentMain.find(List.of("--x=1"), Set.of())).isNull();
    }

    @Test
    void onTheWayToTheTestTheOutermostCounts() {
        assertThat(Outer.main("--x=1")).isEqualTo(new ParentMain(Outer.class.getName(), List.of("--x=1"), false, true));
    }

    @Test
    void aClassOrAJarIsWhatTheJvmWasStartedWith() {
        assertThat(JvmCommand.parse("com.acme.Main a b", "x.jar:y")).isEqualTo(new JvmCommand("com.acme.Main", "a b"));
        assertThat(JvmCommand.parse("com.acme.Main", "x.jar")).isEqualTo(new JvmCommand("com.acme.Main", ""));
        assertThat(JvmCommand.parse("my app.jar a", "my app.jar")).isEqualTo(new JvmCommand("my app.jar", "a"));
        assertThat(new JvmCommand("com.acme/com.acme.Main", "").mainClass()).isEqualTo("com.acme.Main");
    }

    @Test
    void whatTheJvmWasStartedWithNeedNotBeAPath() {
        assertThat(new JvmCommand("no\0path", "").mainClass()).isEqualTo("no\0path");
    }

    @Test
    void aMainWhoseOtherMethodsNameAMissingClassIsFound() throws Exception {
        Class<?> torn = new WithoutMissing().loadClass(Torn.class.getName());

        assertThat(MainMethod.find(torn)).isNotNull();
    }

    @Test
    void theApplicationStartsWhateverTheSearchMeets() throws Throwable {
        Class<?> torn = new WithoutMissing().loadClass(TornInPublic.class.getName());

        MethodHandle main = MethodHandles.privateLookupIn(torn, MethodHandles.lookup())
                .findStatic(torn, "main", MethodType.methodType(Object.class, Supplier.class));
        Supplier<Object> search = () -> ParentMain.find(List.of(), Set.of());

        assertThat(main.invoke(search)).isNull();
    }

    @Test
    void besideMainsStackItsPlaceOrNameProvesIt() {
        // By place alone, then by name alone.
        assertThat(ParentMain.isMainOf(Set.of(Marker.class), Elsewhere.class.getName()))
                .isTrue();
        assertThat(ParentMain.isMainOf(Set.of(ParentMain.class), Elsewhere.class.getName()))
                .isTrue();
        assertThat(ParentMain.isMainOf(Set.of("io.asynccpu.config"), Elsewhere.class.getName()))
                .isTrue();

        assertThat(ParentMain.isMainOf(Set.of(Test.class, "io.acme", "beans.xml"), Elsewhere.class.getName()))
                .isFalse();
        assertThat(ParentMain.isMainOf(Set.of(Elsewhere.class), "com.acme.NotThere"))
                .isFalse();
    }

    @Test
    void theArgumentsAreThoseThatWereTyped() {
        JvmCommand command = new JvmCommand("com.acme.Main", "two  words --x=1");

        assertThat(command.arguments("com.acme.Main", TYPED, List.of())).isEqualTo(TYPED);
        assertThat(command.arguments(
                        "com.acme.Main", List.of(), List.of("java", "com.acme.Main", "two  words", "--x=1")))
                .isEqualTo(TYPED);
        assertThat(command.arguments("com.acme.Main", List.of(), List.of("java", "@file")))
                .containsExactly("two", "words", "--x=1");
        assertThat(new JvmCommand("com.acme.Main", "").arguments("com.acme.Main", TYPED, List.of()))
                .isEmpty();
    }

    @Test
    void aLaunchersOwnArgumentIsNotMains() {
        assertThat(new JvmCommand("com.ide.Launcher", "com.acme.Main a")
                        .arguments("com.acme.Main", List.of(), List.of()))
                .containsExactly("a");
    }

    private static final class Missing {}

    private static final class Torn {

        public static void main(String[] args) {}

        private static void take(Missing missing) {}
    }

    private static final class TornInPublic {

        public static Object main(Supplier<Object> search) {
            return search.get();
        }

        public static void take(Missing missing) {}
    }

    /** Its classes are this one's, but one is missing. */
    private static final class WithoutMissing extends OverridingClassLoader {

        WithoutMissing() {
            super(ParentMainTests.class.getClassLoader());
        }

        @Override
        protected boolean isEligibleForOverriding(String className) {
            return className.contains("$Torn");
        }

        @Override
        public Class<?> loadClass(String name) throws ClassNotFoundException {
            if (name.equals(Missing.class.getName())) {
                throw new ClassNotFoundException(name);
            }
            return super.loadClass(name);
        }
    }

    private static final class Outer {

        private static ParentMain found;

        static ParentMain main(String argument) {
            main(new String[] {argument});
            return found;
        }

        public static void main(String[] args) {
            Inner.main(args);
        }
    }

    private static final class Inner {

        public static void main(String[] args) {
            Outer.found = ParentMain.find(List.of(args), Set.of());
        }
    }
}
