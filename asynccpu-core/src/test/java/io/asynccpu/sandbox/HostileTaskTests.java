package io.asynccpu.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import io.asynccpu.sandbox.HostileParent.Outcome;
import io.asynccpu.support.NeedsWall;
import io.asynccpu.support.NotBehindAWall;
import io.asynccpu.support.ParentJvm;
import io.asynccpu.support.PoolTest;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Everything that hostile code may try in a worker, with and without a wall. Without it each attempt must succeed, so that none is refused
 * for another reason. The table of what the worker saw is in {@code target/sandbox}.
 */
@Timeout(300)
@NeedsWall
@NotBehindAWall("has walls of its own")
@PoolTest
class HostileTaskTests {

    @TempDir
    private Path directory;

    private record Told(Outcome outcome, String words) {}

    @ParameterizedTest
    @EnumSource
    void nothingSucceedsBehindTheWallThatSucceedsWithoutIt(HostileUser user) throws Exception {
        boolean isRoot =
                user == HostileUser.SAME && Integer.valueOf(0).equals(Files.getAttribute(directory, "unix:uid"));

        Map<Attempt, Told> without = attempts(user, false);
        Map<Attempt, Told> behind = attempts(user, true);

        write(user, isRoot, without, behind);
        List<Executable> checks = new ArrayList<>();
        for (Attempt attempt : Attempt.values()) {
            Outcome wanted = attempt.succeeds(isRoot, true) ? Outcome.SUCCEEDED : Outcome.REFUSED;
            checks.add(() -> assertThat(behind.get(attempt).outcome())
                    .as("%s behind the wall: %s", attempt, behind.get(attempt))
                    .isIn(wanted, Outcome.ABSENT));
            if (attempt.succeeds(isRoot, false)) {
                checks.add(() -> assertThat(without.get(attempt).outcome())
                        .as("%s without a wall: %s", attempt, without.get(attempt))
                        .isIn(Outcome.SUCCEEDED, Outcome.ABSENT));
            }
        }
        assertAll(checks);
    }

    private Map<Attempt, Told> attempts(HostileUser user, boolean isWalled) throws Exception {
        Path place = directory.resolve(user + "-" + isWalled);
        ProcessBuilder parent = ParentJvm.builder(
                user.prefix(place),
                List.of(),
                ReadableClasses.in(place),
                HostileParent.class,
                Boolean.toString(isWalled),
                place.toString());
        parent.environment().put(HostileParent.SECRET, UUID.randomUUID().toString());
        // For messages of the parent.
        parent.redirectError(Redirect.INHERIT);
        Process process = parent.start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(said).isZero();
            Map<Attempt, Told> all = new LinkedHashMap<>();
            said.lines()
                    .map(line -> line.split("\t", 3))
                    .filter(parts -> parts.length == 3)
                    .forEach(
                            parts -> all.put(Attempt.valueOf(parts[0]), new Told(Outcome.valueOf(parts[1]), parts[2])));
            assertThat(all).as(said).containsOnlyKeys(Attempt.values());
            return all;
        } finally {
            process.destroyForcibly();
        }
    }

    private static void write(HostileUser user, boolean isRoot, Map<Attempt, Told> without, Map<Attempt, Told> behind)
            throws IOException {
        String name = isRoot ? "root" : user == HostileUser.NOBODY ? "nobody" : System.getProperty("user.name");
        List<String> table = new ArrayList<>(List.of(
                "What a task tried, as " + name, "", "| tried | without a wall | behind the wall |", "|---|---|---|"));
        Arrays.stream(Attempt.values())
                .map(attempt -> "| "
                        + Stream.of(attempt.title(), cell(without.get(attempt)), cell(behind.get(attempt)))
                                .reduce((a, b) -> a + " | " + b)
                                .orElseThrow()
                        + " |")
                .forEach(table::add);
        Path reports = Files.createDirectories(Path.of("target", "sandbox"));
        Files.write(reports.resolve(name + ".md"), table);
    }

    private static String cell(Told told) {
        return told.outcome().name().toLowerCase(java.util.Locale.ROOT) + ": " + told.words();
    }
}
