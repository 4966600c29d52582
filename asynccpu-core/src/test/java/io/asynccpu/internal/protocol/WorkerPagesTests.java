package io.asynccpu.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WorkerPagesTests {

    @TempDir
    private Path directory;

    static Stream<Throwable> failures() {
        return Stream.of(new IllegalStateException("no name"), new OutOfMemoryError("no memory"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    @EnabledOnOs(OS.LINUX)
    void aFailureOfTheRingLeavesNoFileOpen(Throwable failure) throws IOException {
        WorkerFiles files = new WorkerFiles(withoutName(failure), 1);
        assertThatThrownBy(() -> WorkerPages.create(files, 1)).isSameAs(failure);
        assertThat(open()).doesNotContain(directory.resolve("worker-1.started"), directory.resolve("worker-1.outbox"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFileThatCannotBeFilledDoesNotRemain(Throwable failure) {
        Path file = directory.resolve("file");
        assertThatThrownBy(() -> PrivateFile.create(file, made -> {
                    if (failure instanceof Error error) {
                        throw error;
                    }
                    throw (RuntimeException) failure;
                }))
                .isSameAs(failure);
        assertThat(file).doesNotExist();
    }

    /** The ring's file takes the directory's name, the others only its path. */
    private Path withoutName(Throwable failure) {
        return (Path) Proxy.newProxyInstance(
                Path.class.getClassLoader(), new Class<?>[] {Path.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getFileName")) {
                        throw failure;
                    }
                    return method.invoke(directory, arguments);
                });
    }

    private static List<Path> open() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors
                    .filter(Files::exists)
                    .map(descriptor -> {
                        try {
                            return descriptor.toRealPath();
                        } catch (IOException closedMeanwhile) {
                            return descriptor;
                        }
                    })
                    .toList();
        }
    }
}
