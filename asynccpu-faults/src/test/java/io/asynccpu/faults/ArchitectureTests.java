package io.asynccpu.faults;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

class ArchitectureTests {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.asynccpu.faults");

    @Test
    void theKitUsesThePublicTypesOnly() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(
                        "io.asynccpu.faults..", "io.asynccpu.api..", "java..", "org.jspecify..", "org.slf4j..")
                .check(CLASSES);
    }

    @Test
    void onlyFaultsAndTheirTypeAreSeen() {
        classes()
                .that()
                .areNotInterfaces()
                .and()
                .doNotHaveSimpleName("Faults")
                .should()
                .notBePublic()
                .check(CLASSES);
    }

    @Test
    void onlyTheFloodsUseTheStandardStreams() {
        noClasses()
                .that()
                .doNotHaveSimpleName("Floods")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(CLASSES);
    }

    @Test
    void onlyTheEndingsEndTheJvm() {
        noClasses()
                .that()
                .doNotHaveSimpleName("Endings")
                .should()
                .callMethod(Runtime.class, "halt", int.class)
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .check(CLASSES);
    }

    @Test
    void everyPackageIsNullMarked() {
        classes()
                .that()
                .haveSimpleName("package-info")
                .should()
                .beAnnotatedWith(NullMarked.class)
                .check(CLASSES);
    }
}
