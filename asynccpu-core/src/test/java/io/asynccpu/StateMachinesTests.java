package io.asynccpu;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of transitions in ARCHITECTURE.md is that of the code: of each enum with a method {@code mayBecome}. */
class StateMachinesTests {

    private static final Path PAGE = Path.of("..", "ARCHITECTURE.md");

    @Test
    void theTableOfTheArchitectureIsThatOfTheCode() throws Exception {
        List<String> rows = new ArrayList<>();
        for (Class<?> states : stateMachines()) {
            rows.add("| `" + nameOf(states) + "` | " + transitionsOf(states) + " |");
        }

        assertThat(rows).isNotEmpty();
        assertThat(rowsOfThePage()).containsExactlyElementsOf(rows);
    }

    private static List<Class<?>> stateMachines() throws ClassNotFoundException {
        List<Class<?>> found = new ArrayList<>();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.asynccpu.internal")) {
            if (type.isEnum() && type.tryGetMethod("mayBecome", type.getName()).isPresent()) {
                found.add(Class.forName(type.getName()));
            }
        }
        found.sort((one, other) -> nameOf(one).compareTo(nameOf(other)));
        return found;
    }

    /** Such as {@code Lease.State}. */
    private static String nameOf(Class<?> states) {
        Class<?> outer = states.getDeclaringClass();
        return (outer == null ? "" : nameOf(outer) + ".") + states.getSimpleName();
    }

    private static String transitionsOf(Class<?> states) throws ReflectiveOperationException {
        Method mayBecome = states.getDeclaredMethod("mayBecome", states);
        mayBecome.setAccessible(true);
        List<String> transitions = new ArrayList<>();
        for (Object from : states.getEnumConstants()) {
            List<String> next = new ArrayList<>();
            for (Object to : states.getEnumConstants()) {
                if ((boolean) mayBecome.invoke(from, to)) {
                    next.add(to.toString());
                }
            }
            if (!next.isEmpty()) {
                transitions.add(from + " → " + String.join(", ", next));
            }
        }
        return String.join("; ", transitions);
    }

    private static List<String> rowsOfThePage() throws Exception {
        try (Stream<String> lines = Files.lines(PAGE)) {
            return lines.dropWhile(line -> !line.equals("## State machines"))
                    .skip(1)
                    .takeWhile(line -> !line.startsWith("## "))
                    .filter(line -> line.startsWith("| `"))
                    .collect(Collectors.toList());
        }
    }
}
