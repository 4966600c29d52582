package io.asynccpu.autoconfigure.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings({"DoNotCallSuggester", "IncorrectMainMethod"})
class MainMethodTests {

    private static final List<String> CALLS = new ArrayList<>();

    static class Usual {

        public static void main(String[] args) {
            CALLS.add("main" + List.of(args));
        }
    }

    static class Hidden {

        static void main(String[] args) {
            CALLS.add("main" + List.of(args));
        }
    }

    static class Instance {

        void main(String[] args) {
            CALLS.add("main" + List.of(args));
        }
    }

    static class Newest {

        void main() {
            CALLS.add("main[a, b]");
        }
    }

    static class Inheriting extends Usual {}

    static class Failing {

        public static void main(String[] args) throws Exception {
            throw new IOException("no disk");
        }
    }

    static class None {

        static String main(String[] args) {
            return "";
        }
    }

    @BeforeEach
    void forget() {
        CALLS.clear();
    }

    @ParameterizedTest
    @ValueSource(classes = {Usual.class, Hidden.class, Instance.class, Newest.class, Inheriting.class})
    void everyFormIsCalled(Class<?> type) throws Exception {
        MainMethod.find(type).call(new String[] {"a", "b"});

        assertThat(CALLS).containsExactly("main[a, b]");
    }

    @Test
    void whatItThrowsComesOut() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> MainMethod.find(Failing.class).call(new String[0]))
                .withMessage("no disk");
    }

    @ParameterizedTest
    @ValueSource(classes = {None.class, String.class})
    void aClassWithoutOneHasNone(Class<?> type) {
        assertThat(MainMethod.find(type)).isNull();
    }
}
