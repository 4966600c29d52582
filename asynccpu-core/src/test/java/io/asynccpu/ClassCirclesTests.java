package io.asynccpu;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** No class of the core depends on itself by way of other classes. A nested class counts as its outermost class. */
class ClassCirclesTests {

    /** Classes through which a circle may lead, with the reason. Without them all others must be free of circles. */
    private static final Map<String, String> EXEMPT = Map.of(
            "io.asynccpu.ProcessTaskPoolExecutorBuilder",
            "the executor has a method builder(), and the builder makes an executor",
            "io.asynccpu.api.CompletedTask",
            "a task has a factory method for a task that is complete, which is a task",
            "io.asynccpu.internal.codec.jackson.Shape",
            "a shape writes, reads and checks what it holds by way of the graph's writer, reader and check, which ask the"
                    + " shapes that they meet about their traits: the recursion of a visitor",
            "io.asynccpu.internal.codec.jackson.Shapes",
            "the shape of a class holds the slots of its fields, whose shapes are looked up here on the first use: types refer"
                    + " to each other, so the lookup is recursive");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.asynccpu");

    private static ArchRule noCirclesWithout(Set<String> exempt) {
        return slices().assignedFrom(new OutermostClasses(exempt))
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(false);
    }

    @Test
    void noClassDependsOnItselfByWayOfOthers() {
        noCirclesWithout(EXEMPT.keySet()).check(CLASSES);
    }

    /** Guards against an exemption that outlives its circle. */
    @ParameterizedTest
    @FieldSource("EXEMPTED")
    void eachExemptionIsNeeded(String exempted) {
        Set<String> others = new HashSet<>(EXEMPT.keySet());
        others.remove(exempted);
        assertThat(noCirclesWithout(others).evaluate(CLASSES).hasViolation()).isTrue();
    }

    static final List<String> EXEMPTED = List.copyOf(EXEMPT.keySet());

    private record OutermostClasses(Set<String> exempt) implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            JavaClass outermost = type;
            while (outermost.getEnclosingClass().isPresent()) {
                outermost = outermost.getEnclosingClass().get();
            }
            return outermost.getPackageName().startsWith("io.asynccpu") && !exempt.contains(outermost.getName())
                    ? SliceIdentifier.of(outermost.getName())
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "classes outside of " + exempt;
        }
    }
}
