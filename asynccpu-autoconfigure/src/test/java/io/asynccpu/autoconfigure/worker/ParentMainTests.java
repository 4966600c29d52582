package io.asynccpu.autoconfigure.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.autoconfigure.worker.ParentMain.JvmCommand;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParentMainTests {

    private static final List<String> TYPED = List.of("two  words", "--x=1");

    @Test
    void aTestHasNoneThatAChildCouldCall() {
        assertThat(ParentMain.find(List.of("--x=1"))).isNull();
    }

    @Test
    void onTheWayToTheTestTheOutermostCounts() {
        assertThat(Outer.main("--x=1")).isEqualTo(new ParentMain(Outer.class.getName(), List.of("--x=1"), false));
    }

    @Test
    void aClassOrAJarIsWhatTheJvmWasStartedWith() {
        assertThat(JvmCommand.parse("com.acme.Main a b", "x.jar:y")).isEqualTo(new JvmCommand("com.acme.Main", "a b"));
        assertThat(JvmCommand.parse("com.acme.Main", "x.jar")).isEqualTo(new JvmCommand("com.acme.Main", ""));
        assertThat(JvmCommand.parse("my app.jar a", "my app.jar")).isEqualTo(new JvmCommand("my app.jar", "a"));
        assertThat(new JvmCommand("com.acme/com.acme.Main", "").mainClass()).isEqualTo("com.acme.Main");
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
            Outer.found = ParentMain.find(List.of(args));
        }
    }
}
