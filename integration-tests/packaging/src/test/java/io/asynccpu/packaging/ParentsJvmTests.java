package io.asynccpu.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.support.IgnoredSignals;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a worker takes over from the way its parent's JVM was started, and what not. */
@Tag("matrix")
@Timeout(120)
class ParentsJvmTests {

    private static final String JAR = Path.of(System.getProperty("packaging.directory"), "app-executable.jar")
            .toString();

    @TempDir
    Path directory;

    @Test
    void debuggerAgentsRemoteManagementAndHeapStayBehindWhatTheClassesNeedGoesAlong() throws Exception {
        Path more =
                Files.writeString(directory.resolve("more.args"), "-Duser.timezone=Asia/Tokyo -Dgreeting.word=Servus");
        Map<String, String> environment = Map.of(
                "JAVA_TOOL_OPTIONS", "-Dtool.secret=hush --add-opens=java.base/java.util=ALL-UNNAMED -Xms20m",
                "JDK_JAVA_OPTIONS", "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED -Dlauncher.secret=hush",
                "UNRELATED", "kept");
        List<String> arguments = List.of(
                "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0",
                "-javaagent:" + agent() + "=" + directory,
                "-Dcom.sun.management.jmxremote.port=0",
                "-Dcom.sun.management.jmxremote.authenticate=false",
                "-Dcom.sun.management.jmxremote.ssl=false",
                "-Xmx200m",
                "-XX:+UseParallelGC",
                "-XX:NativeMemoryTracking=summary",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-Dsome.secret=hush",
                "@" + more,
                "-jar",
                JAR);

        try (StartedApplication application = StartedApplication.start(directory, List.of(), environment, arguments)) {
            List<String> report = application.report();

            assertThat(report.get(0)).as(application.log()).isEqualTo("Servus Ann!");
            assertThat(report)
                    .contains(
                            "option --add-opens=java.base/java.lang=ALL-UNNAMED",
                            "option --add-opens=java.base/java.util=ALL-UNNAMED",
                            "option --add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
                            "option -Duser.timezone=Asia/Tokyo",
                            "variable UNRELATED")
                    .noneMatch(
                            line -> line.matches(
                                    "option .*(jdwp|agent|jmxremote|-Xms|-Xmx200m|ParallelGC|NativeMemoryTracking|hush|greeting).*"))
                    .doesNotContain("variable JAVA_TOOL_OPTIONS", "variable JDK_JAVA_OPTIONS");
            assertThat(directory.resolve("agent-" + application.pid())).exists();
            assertThat(directory.resolve("agent-" + report.get(1))).doesNotExist();
        }
    }

    @Test
    void afterCtrlCTheTaskMayFinish() throws Exception {
        Path permission = directory.resolve("permission");
        List<String> ofItsOwnGroup = new ArrayList<>(IgnoredSignals.hear("INT"));
        ofItsOwnGroup.add("setsid");
        try (StartedApplication application = StartedApplication.start(
                directory, ofItsOwnGroup, Map.of(), List.of("-Dgreeting.permission=" + permission, "-jar", JAR))) {
            application.await(directory.resolve("permission.asked"));

            new ProcessBuilder("kill", "-INT", "--", "-" + application.pid())
                    .start()
                    .waitFor();
            application.await(directory.resolve("report.txt.ending"));
            // Longer than a worker would live that the signal ends, or that nobody wants any more.
            assertThat(application.ends(1500, TimeUnit.MILLISECONDS)).isFalse();
            Files.createFile(permission);
            application.awaitEnd();

            assertThat(application.report().get(0)).as(application.log()).isEqualTo("Hello Ann!");
        }
    }

    private Path agent() throws Exception {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", Agent.class.getName());
        Path jar = directory.resolve("agent.jar");
        String name = Agent.class.getName().replace('.', '/') + ".class";
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest);
                InputStream type = Agent.class.getResourceAsStream("/" + name)) {
            entries.putNextEntry(new ZipEntry(name));
            type.transferTo(entries);
        }
        return jar;
    }
}
