package io.asynccpu.autoconfigure;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

class ArchitectureTests {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.asynccpu.autoconfigure");

    private static void check(ArchRule rule) {
        rule.check(CLASSES);
    }

    @Test
    void thereAreNoCycles() {
        check(slices().matching("io.asynccpu.autoconfigure.(*)..").should().beFreeOfCycles());
    }

    @Test
    void theRoomsBelowDoNotKnowTheAutoConfiguration() {
        check(noClasses()
                .that()
                .resideInAPackage("io.asynccpu.autoconfigure.*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.asynccpu.autoconfigure"));
    }

    /** It is optional, so it is one class that is loaded only where a method returns a Mono. */
    @Test
    void oneClassKnowsReactor() {
        check(noClasses()
                .that()
                .doNotHaveFullyQualifiedName("io.asynccpu.autoconfigure.method.Monos")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("reactor.."));
    }

    @Test
    void theAutoConfigurationKnowsNoSockets() {
        check(noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.asynccpu.internal.concurrent..",
                        "io.asynccpu.internal.process..",
                        "io.asynccpu.internal.protocol..",
                        "io.asynccpu.internal.channel..",
                        "io.asynccpu.internal.parent..",
                        "io.asynccpu.internal.fastpath..",
                        "io.asynccpu.internal.fleet..",
                        "io.asynccpu.internal.pool..",
                        "io.asynccpu.internal.task..",
                        "io.asynccpu.internal.launch..",
                        "io.asynccpu.internal.codec..",
                        "io.asynccpu.internal.child..",
                        "java.nio.channels.."));
    }

    @Test
    void theChildsSideKnowsNothingOfTheParents() {
        check(noClasses()
                .that()
                .resideInAPackage("io.asynccpu.autoconfigure.worker..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.asynccpu.autoconfigure.aop..", "io.asynccpu.autoconfigure.executor.."));
    }

    @Test
    void onlyWhatIsForTestsKnowsSpringsTests() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.asynccpu.autoconfigure.test..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework.test..", "io.asynccpu.autoconfigure.test.."));
    }

    @Test
    void autoConfigurationsAreFinalAndTheirBeanMethodsAreNotPublic() {
        check(classes()
                .that()
                .areAnnotatedWith(AutoConfiguration.class)
                .should()
                .haveModifier(JavaModifier.FINAL));
        check(methods().that().areAnnotatedWith(Bean.class).should().notBePublic());
    }

    @Test
    void nobodyWritesToStandardStreams() {
        check(noClasses().should().accessField(System.class, "out").orShould().accessField(System.class, "err"));
    }

    @Test
    void everyPackageIsNullMarked() {
        // Also one that has no package-info at all.
        assertThat(CLASSES.stream().map(JavaClass::getPackage).distinct())
                .isNotEmpty()
                .allSatisfy(room -> assertThat(room.isAnnotatedWith(NullMarked.class))
                        .as(room.getName())
                        .isTrue());
    }
}
