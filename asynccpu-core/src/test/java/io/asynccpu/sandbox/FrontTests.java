package io.asynccpu.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.sandbox.FrontedParent.Front;
import io.asynccpu.support.NeedsWall;
import io.asynccpu.support.NotBehindAWall;
import io.asynccpu.support.ParentJvm;
import io.asynccpu.support.PoolTest;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Facts about a worker are those of its JVM, whatever stands in front of it. */
@Timeout(180)
@NeedsWall
@NotBehindAWall("has walls of its own")
@PoolTest
class FrontTests {

    @TempDir
    private Path directory;

    static List<Arguments> frontsOfBoth() {
        return Arrays.stream(HostileUser.values())
                .flatMap(user -> Arrays.stream(Front.values()).map(front -> Arguments.of(user, front)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("frontsOfBoth")
    void theFactsAreThoseOfTheJvm(HostileUser user, Front front) throws Exception {
        Path place = directory.resolve("place");
        List<String> prefix = user.prefix(place);
        Process parent = ParentJvm.builder(
                        prefix,
                        List.of(),
                        ReadableClasses.in(place),
                        FrontedParent.class,
                        front.name(),
                        place.resolve("dumps").toString())
                .redirectError(Redirect.INHERIT)
                .start();
        try {
            String said = new String(parent.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Map<String, String> facts = said.lines()
                    .map(line -> line.split("\t", 2))
                    .filter(parts -> parts.length == 2)
                    .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
            assertThat(facts)
                    .as(said)
                    .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                            Map.entry("program", "java"),
                            Map.entry("snapshot", "true"),
                            Map.entry("thread dump", "true"),
                            Map.entry("heap dump", "true"),
                            Map.entry("heap dump is for", "rw-------"),
                            Map.entry("rest of the dump", "0"),
                            Map.entry("crash", "WorkerCrashedException"),
                            Map.entry("crash code", "1"),
                            Map.entry("crash signal", "SIGSEGV"),
                            Map.entry("crash report", "true"),
                            Map.entry("heap", "WorkerOutOfMemoryException"),
                            Map.entry("heap code", "3"),
                            Map.entry("heap signal", "null"),
                            Map.entry("heap report", "false"),
                            Map.entry("exit", "WorkerCrashedException"),
                            Map.entry("exit code", "7"),
                            Map.entry("exit signal", "null"),
                            Map.entry("exit report", "false"),
                            Map.entry("kill", "SIGKILL"),
                            Map.entry("stop", "true"),
                            Map.entry("recycling", "true"),
                            Map.entry("left", "0")));
        } finally {
            parent.destroyForcibly().waitFor();
        }
    }
}
