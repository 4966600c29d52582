package io.asynccpu.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.compatibility.Application.Imports;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The matrix: with the starter an application's executors are what they are without it, and what they should be by
 * {@code executors.md}.
 *
 * <p>What no starter with executor beans can hide: whoever asks the bean factory itself for all executors sees its beans,
 * too, and whoever asks it for one by type, in an application that has none, is told of several instead of none.
 */
@Timeout(120)
class ExecutorCompatibilityTests {

    private static final Expectations EXPECTATIONS = Expectations.read();
    private static final List<String> TABLE = new ArrayList<>();

    /** With virtual threads from JDK 21 on; before that, the property for them has no effect. */
    static Stream<Arguments> cases() {
        boolean virtualThreads = Runtime.version().feature() >= 21;
        return Arrays.stream(Own.values())
                .flatMap(own -> virtualThreads
                        ? Stream.of(Arguments.of(own, false), Arguments.of(own, true))
                        : Stream.of(Arguments.of(own, false)));
    }

    @ParameterizedTest(name = "{0}, virtual threads: {1}")
    @MethodSource("cases")
    void theStarterChangesNothing(Own own, boolean virtualThreads) {
        Map<Kind, Observation> without = new EnumMap<>(Kind.class);
        Map<Kind, Observation> with = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            without.put(kind, seen(kind, own, virtualThreads));
            with.put(kind, seen(kind, own, virtualThreads, Imports.WITH_THE_STARTER));
        }
        Observation withTwoPools =
                seen(Kind.PLAIN, own, virtualThreads, Imports.WITH_THE_STARTER, "asynccpu.pools.images.max-workers=1");
        List<String> row = Expectations.row(without);
        List<String> expected = EXPECTATIONS.row(own, virtualThreads);
        TABLE.add("| %s | %s | %s | %s | %s |"
                .formatted(
                        own,
                        virtualThreads ? "virtual" : "platform",
                        String.join(" | ", row),
                        with.equals(without) && withTwoPools.equals(without.get(Kind.PLAIN)) ? "the same" : "DIFFERENT",
                        row.equals(expected) ? "as expected" : "expected: " + expected));

        assertThat(with).isEqualTo(without);
        assertThat(withTwoPools).isEqualTo(without.get(Kind.PLAIN));
        assertThat(row).isEqualTo(expected);
    }

    private static Observation seen(Kind kind, Own own, boolean virtualThreads, String... properties) {
        return Observation.of(
                kind,
                kind.application()
                        .withUserConfiguration(own.configuration)
                        .withPropertyValues(own.properties)
                        .withPropertyValues("spring.threads.virtual.enabled=" + virtualThreads)
                        .withPropertyValues(properties));
    }

    @AfterAll
    static void show() {
        System.out.println("| the application's own | threads | " + String.join(" | ", Expectations.COLUMNS)
                + " | with the starter | |");
        TABLE.forEach(System.out::println);
    }
}
