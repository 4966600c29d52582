package io.asynccpu.internal.launch.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CacheEntryTests {

    @TempDir
    Path directory;

    @Test
    void theSizeIsThatOfAllFilesAndOfAnEntryThatIsGoneNone() throws Exception {
        Files.write(directory.resolve("archive-1"), new byte[1000]);
        Files.write(Files.createDirectory(directory.resolve("image-1")).resolve("classes.jar"), new byte[500]);

        assertThat(new CacheEntry(directory).size()).isEqualTo(1500);
        assertThat(new CacheEntry(directory.resolve("gone")).size()).isZero();
    }

    /** As when another process drops its archive while this one tidies up. */
    @Test
    void filesMayGoWhileTheSizeIsTaken() throws Exception {
        Files.write(directory.resolve("class-path"), new byte[10]);
        CompletableFuture<Void> comesAndGoes = CompletableFuture.runAsync(() -> {
            try {
                for (int i = 0; i < 20_000; i++) {
                    Path archive = Files.createFile(directory.resolve("archive-" + i));
                    Files.delete(archive);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        CacheEntry entry = new CacheEntry(directory);
        do {
            assertThat(entry.size()).isEqualTo(10);
        } while (!comesAndGoes.isDone());
        comesAndGoes.get(0, TimeUnit.SECONDS);
    }
}
