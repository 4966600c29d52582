package io.asynccpu;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import io.asynccpu.api.ProcessTask;
import java.io.PrintStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The rooms and the arrows between them, as ARCHITECTURE.md draws them. */
class ArchitectureTests {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.asynccpu");

    private static void check(ArchRule rule) {
        rule.check(CLASSES);
    }

    @Test
    void arrowsPointOneWay() {
        check(layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("io.asynccpu..")
                .layer("executor")
                .definedBy("io.asynccpu")
                .layer("api")
                .definedBy("io.asynccpu.api..")
                .layer("spi")
                .definedBy("io.asynccpu.spi..")
                .layer("state")
                .definedBy("io.asynccpu.internal.state..")
                .layer("context")
                .definedBy("io.asynccpu.internal.context..")
                .layer("protocol")
                .definedBy("io.asynccpu.internal.protocol..")
                .layer("codec")
                .definedBy("io.asynccpu.internal.codec..")
                .layer("concurrent")
                .definedBy("io.asynccpu.internal.concurrent..")
                .layer("bytecode")
                .definedBy("io.asynccpu.internal.bytecode..")
                .layer("process")
                .definedBy("io.asynccpu.internal.process..")
                .layer("channel")
                .definedBy("io.asynccpu.internal.channel..")
                .layer("logging")
                .definedBy("io.asynccpu.internal.logging..")
                .layer("jfr")
                .definedBy("io.asynccpu.internal.jfr..")
                .layer("child")
                .definedBy("io.asynccpu.internal.child..")
                .layer("archive")
                .definedBy("io.asynccpu.internal.launch.archive..")
                .layer("sandbox")
                .definedBy("io.asynccpu.internal.launch.sandbox..")
                .layer("launch")
                .definedBy("io.asynccpu.internal.launch")
                .layer("parent")
                .definedBy("io.asynccpu.internal.parent..")
                .layer("task")
                .definedBy("io.asynccpu.internal.task..")
                .layer("fleet")
                .definedBy("io.asynccpu.internal.fleet..")
                .layer("fastpath")
                .definedBy("io.asynccpu.internal.fastpath..")
                .layer("pool")
                .definedBy("io.asynccpu.internal.pool..")
                .whereLayer("executor")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("child")
                .mayOnlyBeAccessedByLayers("executor")
                .whereLayer("pool")
                .mayOnlyBeAccessedByLayers("executor")
                .whereLayer("fastpath")
                .mayOnlyBeAccessedByLayers("pool")
                .whereLayer("fleet")
                .mayOnlyBeAccessedByLayers("pool")
                .whereLayer("task")
                .mayOnlyBeAccessedByLayers("executor", "fastpath", "pool")
                .whereLayer("parent")
                .mayOnlyBeAccessedByLayers("executor", "fastpath", "fleet", "pool")
                .whereLayer("launch")
                .mayOnlyBeAccessedByLayers("executor", "fleet", "pool", "parent")
                .whereLayer("jfr")
                .mayOnlyBeAccessedByLayers("pool")
                .whereLayer("archive")
                .mayOnlyBeAccessedByLayers("fleet", "launch")
                .whereLayer("sandbox")
                .mayOnlyBeAccessedByLayers("launch", "pool")
                .whereLayer("logging")
                .mayOnlyBeAccessedByLayers("parent", "child")
                .whereLayer("concurrent")
                .mayOnlyBeAccessedByLayers(
                        "executor", "codec", "fastpath", "fleet", "pool", "process", "parent", "task", "channel")
                .whereLayer("bytecode")
                .mayOnlyBeAccessedByLayers("codec", "concurrent")
                .whereLayer("process")
                .mayOnlyBeAccessedByLayers("executor", "fleet", "launch", "parent", "child")
                .whereLayer("channel")
                .mayOnlyBeAccessedByLayers("parent", "child")
                .whereLayer("codec")
                .mayOnlyBeAccessedByLayers("executor", "fleet", "logging", "pool", "parent", "task", "child")
                .whereLayer("protocol")
                .mayOnlyBeAccessedByLayers(
                        "executor",
                        "codec",
                        "fastpath",
                        "fleet",
                        "launch",
                        "sandbox",
                        "pool",
                        "process",
                        "parent",
                        "task",
                        "channel",
                        "child")
                .whereLayer("state")
                .mayOnlyBeAccessedByLayers("executor", "pool", "parent", "task", "child")
                .whereLayer("context")
                .mayOnlyBeAccessedByLayers("executor", "child")
                .whereLayer("spi")
                .mayOnlyBeAccessedByLayers("context", "executor", "pool", "parent", "task", "child"));
    }

    @Test
    void arrowsBetweenTheRoomsOfTheCodecPointOneWay() {
        check(layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("io.asynccpu.internal.codec..")
                .layer("codec")
                .definedBy("io.asynccpu.internal.codec")
                .layer("reflect")
                .definedBy("io.asynccpu.internal.codec.reflect..")
                .layer("guard")
                .definedBy("io.asynccpu.internal.codec.guard..")
                .layer("java")
                .definedBy("io.asynccpu.internal.codec.java..")
                .layer("function")
                .definedBy("io.asynccpu.internal.codec.function..")
                .layer("failure")
                .definedBy("io.asynccpu.internal.codec.failure..")
                .layer("jackson")
                .definedBy("io.asynccpu.internal.codec.jackson..")
                .whereLayer("jackson")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("function")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("failure")
                .mayOnlyBeAccessedByLayers("jackson")
                .whereLayer("java")
                .mayOnlyBeAccessedByLayers("function", "jackson")
                .whereLayer("guard")
                .mayOnlyBeAccessedByLayers("jackson", "java")
                .whereLayer("reflect")
                .mayOnlyBeAccessedByLayers("failure", "guard", "jackson", "java"));
    }

    @Test
    void onlyTheCodecUsesItsReflectionAndItsGuard() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.asynccpu.internal.codec..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.asynccpu.internal.codec.reflect..", "io.asynccpu.internal.codec.guard.."));
    }

    @Test
    void thereAreNoCycles() {
        check(slices().matching("io.asynccpu.internal.(*)..").should().beFreeOfCycles());
    }

    /** Only the pool joins tasks and workers. */
    @Test
    void aFleetKnowsNoFutureOfATask() {
        check(noClasses()
                .that()
                .resideInAPackage("io.asynccpu.internal.fleet..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ProcessTask.class));
    }

    @Test
    void apiImportsNothingOfTheProject() {
        check(noClasses()
                .that()
                .resideInAPackage("io.asynccpu.api..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages("io.asynccpu.api..", "java..", "org.jspecify.."));
    }

    @Test
    void theCoreKnowsNoSpring() {
        check(noClasses().should().dependOnClassesThat().resideInAPackage("org.springframework.."));
    }

    @Test
    void onlyTheLoggingRoomKnowsALoggingBackEnd() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.asynccpu.internal.logging..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ch.qos.logback..", "org.apache.logging.."));
    }

    /** Its module is optional. */
    @Test
    void onlyTheRoomOfTheFlightRecorderKnowsIt() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.asynccpu.internal.jfr..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jdk.jfr.."));
    }

    @Test
    void nobodyWritesToStandardOutput() {
        check(noClasses().should().accessField(System.class, "out"));
    }

    @Test
    void onlyAWorkerWithoutAChannelWritesToStandardError() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.asynccpu.internal.child..")
                .should()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(Throwable.class, "printStackTrace"));
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.asynccpu.internal.child..")
                .should()
                .callMethod(PrintStream.class, "println", String.class));
    }

    @Test
    void onlyAWorkerEndsItsJvm() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.asynccpu.internal.child..")
                .should()
                .callMethod(Runtime.class, "halt", int.class)
                .orShould()
                .callMethod(System.class, "exit", int.class));
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

    @Test
    void noFieldIsInjectedAndNoJavaUtilLogging() {
        check(GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION);
        check(GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING);
    }
}
