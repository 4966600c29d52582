package io.asynccpu.autoconfigure.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.api.StartupCache;
import io.asynccpu.autoconfigure.LeavesNoChild;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** A child with a context, from an archive of exploded classes and of Spring's jars. */
@Timeout(300) // What makes an archive has a low priority, and takes long on a busy machine.
@LeavesNoChild
@SpringBootTest(
        classes = TestApplication.Small.class,
        properties = {"greeting.word=Hello", "greeting.mark=!", "greeting.tone="})
class StartupCacheOfAChildTests {

    @Autowired
    private ChildApplication application;

    @TempDir
    Path directory;

    @Test
    void childrenOfALaterPoolHaveSpringAndTheApplicationFromTheArchive() throws Exception {
        long first = childPid();
        long second = childPid();

        for (Class<?> type : List.of(AnnotationConfigApplicationContext.class, TestApplication.Greeter.class)) {
            assertThat(source(type, first)).startsWith("source: ").doesNotContain("shared objects file");
            assertThat(source(type, second)).startsWith("source: shared objects file");
        }
    }

    /** Of a child that was ready; returns when there is an archive. */
    private long childPid() throws Exception {
        try (ProcessTaskPoolExecutor pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .workerRuntime(SpringWorkerRuntime.class, application.settings(List.of()))
                .startupCache(StartupCache.in(directory.resolve("cache")))
                .jvmArgs("-Xlog:class+load:file=" + directory.resolve("classes-%p.log"))
                .build()) {
            long pid = pool.createProcessTask(StartupCacheOfAChildTests::pid).join();
            while (!hasArchive()) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            return pid;
        }
    }

    static long pid() {
        return ProcessHandle.current().pid();
    }

    private boolean hasArchive() {
        return filesIn(directory.resolve("cache").toFile())
                .flatMap(StartupCacheOfAChildTests::filesIn)
                .anyMatch(file -> file.getName().startsWith("archive-"));
    }

    /** None where there is no directory. Only their names are read: files come and go, over which a walk would stumble. */
    private static Stream<File> filesIn(File directory) {
        return Stream.ofNullable(directory.listFiles()).flatMap(Stream::of);
    }

    private String source(Class<?> type, long pid) throws IOException {
        try (Stream<String> lines = Files.lines(directory.resolve("classes-" + pid + ".log"))) {
            return lines.filter(line -> line.contains(" " + type.getName() + " source:"))
                    .map(line -> line.substring(line.indexOf("source:")))
                    .findFirst()
                    .orElse("not loaded");
        }
    }
}
