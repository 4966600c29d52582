package io.asynccpu.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A secret of the application that {@code worker.properties} leaves behind is not in the child, by whichever way it was given. */
@Timeout(120)
class SecretsTests {

    private static final List<String> OPEN_IN_ANY_WAY = Stream.of("file", "variable", "argument", "json", "option")
            .map(way -> "bound " + way + "=open-of-" + way)
            .toList();

    private static final Map<String, String> VARIABLES = Map.of(
            "ACME_OPEN_VARIABLE", "open-of-variable",
            "ACME_SECRET_VARIABLE", "secret-of-variable",
            "SPRING_APPLICATION_JSON",
                    "{\"acme\":{\"open\":{\"json\":\"open-of-json\"},\"secret\":{\"json\":\"secret-of-json\"}}}");

    @TempDir
    Path directory;

    @Test
    void behindTheWallAChildHasWhatIsNamed() throws Exception {
        Bubblewrap.assumeIsUsable();
        List<String> belongings = belongings(
                "-Dasynccpu.worker.sandbox.mode=bubblewrap",
                "-Dasynccpu.worker.properties=greeting.*,report.file,acme.open.*");

        assertThat(belongings).containsAll(OPEN_IN_ANY_WAY);
        assertThat(belongings).noneMatch(one -> one.contains("secret-of-"));
        assertThat(belongings).noneMatch(one -> one.startsWith("variable ") || one.startsWith("process "));
    }

    @Tag("matrix")
    @Test
    void behindTheWallAChildLacksWhatIsExcluded() throws Exception {
        Bubblewrap.assumeIsUsable();
        List<String> belongings =
                belongings("-Dasynccpu.worker.sandbox.mode=bubblewrap", "-Dasynccpu.worker.properties=!acme.secret.*");

        assertThat(belongings).containsAll(OPEN_IN_ANY_WAY);
        assertThat(belongings).noneMatch(one -> one.contains("secret-of-"));
    }

    /** Its process has the variables of its parent, which its code can read. */
    @Tag("matrix")
    @Test
    void withoutAWallOnlyTheVariablesThemselvesAreThere() throws Exception {
        List<String> belongings = belongings("-Dasynccpu.worker.properties=!acme.secret.*");

        assertThat(belongings).containsAll(OPEN_IN_ANY_WAY);
        assertThat(belongings)
                .filteredOn(one -> one.contains("secret-of-"))
                .isNotEmpty()
                .allMatch(one -> one.startsWith("variable ") || one.startsWith("process "));
    }

    @Tag("matrix")
    @Test
    void behindTheWallAllCrossesByDefaultAndTheStartSaysSo() throws Exception {
        Bubblewrap.assumeIsUsable();
        try (StartedApplication application = start("-Dasynccpu.worker.sandbox.mode=bubblewrap")) {
            assertThat(belongings(application))
                    .containsAll(OPEN_IN_ANY_WAY)
                    .contains("bound variable=secret-of-variable", "bound file=secret-of-file")
                    .noneMatch(one -> one.startsWith("variable ") || one.startsWith("process "));
            assertThat(application.log())
                    .containsOnlyOnce("The children of pool default are behind a wall")
                    .contains("asynccpu.worker.properties names those that they need");
        }
    }

    private List<String> belongings(String... jvmArguments) throws Exception {
        try (StartedApplication application = start(jvmArguments)) {
            return belongings(application);
        }
    }

    private static List<String> belongings(StartedApplication application) throws Exception {
        List<String> report = application.report();
        assertThat(report.get(0)).as(application.log()).isEqualTo("Hello Ann!");
        return report.stream()
                .filter(line -> line.startsWith("belonging "))
                .map(line -> line.substring("belonging ".length()))
                .toList();
    }

    private StartedApplication start(String... jvmArguments) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(jvmArguments));
        arguments.addAll(List.of("-Dacme.open.option=open-of-option", "-Dacme.secret.option=secret-of-option"));
        arguments.addAll(List.of("-jar", PackagingTests.jar()));
        arguments.add("--report.belongings=true");
        arguments.addAll(List.of("--acme.open.argument=open-of-argument", "--acme.secret.argument=secret-of-argument"));
        return StartedApplication.start(directory, List.of(), VARIABLES, arguments);
    }
}
