package io.asynccpu.internal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.support.AnotherUser;
import io.asynccpu.support.Poll;
import io.asynccpu.support.PoolTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@PoolTest
class PrivateDirectoryTests {

    private static final FileTime OLD = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));

    @TempDir
    private Path place;

    private PrivateDirectory directory;
    private Path worker;

    @BeforeEach
    void make() throws IOException {
        directory = PrivateDirectory.createIn(place);
        worker = directory.path().resolve("worker-1.tmp");
        directory.make(worker);
    }

    @AfterEach
    void close() throws IOException {
        directory.close();
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
    }

    private static void wipe(Path directory) throws IOException {
        RecursiveDeletion.delete(directory);
        assertThat(directory).doesNotExist();
    }

    @Test
    void isOfThisUserAloneWithANameThatNobodyCanForesee() throws IOException {
        assertThat(permissions(directory.path())).isEqualTo("rwx------");
        assertThat(permissions(worker)).isEqualTo("rwx------");
        assertThat(permissions(directory.path().resolve("owner"))).isEqualTo("rw-------");
        try (PrivateDirectory another = PrivateDirectory.createIn(place)) {
            assertThat(another.path()).isNotEqualTo(directory.path());
            assertThat(another.path().getFileName().toString())
                    .matches("asynccpu-" + ProcessHandle.current().pid() + "-[0-9a-v]{10}");
        }
    }

    @Test
    void whatIsRemovedIsMadeAnewAtTheSamePlace() throws Exception {
        wipe(directory.path());
        assertThat(directory.restore()).isTrue();
        assertThat(worker).isEmptyDirectory();
        assertThat(permissions(directory.path())).isEqualTo("rwx------");
        assertThat(directory.path().resolve("owner")).isRegularFile();
        Files.delete(worker);
        assertThat(directory.restore()).isTrue();
        assertThat(worker).isEmptyDirectory();
    }

    @Test
    void aLockThatIsRemovedIsTakenAnew() throws Exception {
        for (int i = 0; i < 2; i++) {
            Files.delete(directory.path().resolve("owner"));
            assertThat(directory.restore()).isTrue();
        }
        // Whoever sweeps finds that it is in use.
        try (PrivateDirectory another = PrivateDirectory.createIn(place)) {
            another.swept().get();
        }
        assertThat(worker).isDirectory();
    }

    /** Nobody needs to ask for it. */
    @Tag("chaos")
    @Test
    void whatIsRemovedIsSoonThereAgain() throws Exception {
        wipe(worker);
        Poll.until("the keeper comes", () -> Files.isDirectory(worker));
        wipe(directory.path());
        Poll.until("the keeper comes", () -> Files.isDirectory(worker));
    }

    @Test
    void aDirectoryOfAnotherWithItsNameIsNotUsedAndNotRemoved() throws Exception {
        wipe(directory.path());
        Path theirs = Files.createDirectory(directory.path());
        Files.writeString(theirs.resolve("file"), "theirs");
        assertThat(directory.restore()).isFalse();
        directory.close();
        assertThat(theirs.resolve("file")).hasContent("theirs");
    }

    @Test
    void aStrangersDirectoryOrLinkWithItsNameIsNotUsed() throws Exception {
        AnotherUser.isNeeded();
        AnotherUser.shares(place);
        wipe(directory.path());
        Path elsewhere = Files.createDirectory(place.resolve("elsewhere"));
        AnotherUser.does("ln -s \"$1\" \"$2\"", elsewhere, directory.path());
        assertThat(directory.restore()).isFalse();
        directory.close();
        assertThat(elsewhere).isEmptyDirectory();
        assertThat(directory.path()).isSymbolicLink();
    }

    @Test
    void whatIsTouchedIsYoung() throws Exception {
        List<Path> kept = List.of(directory.path(), worker, directory.path().resolve("owner"));
        Path target = Files.writeString(place.resolve("target"), "mine");
        Files.createSymbolicLink(directory.path().resolve("link"), target);
        Process pipe =
                new ProcessBuilder("mkfifo", directory.path().resolve("pipe").toString()).start();
        assertThat(pipe.waitFor()).isZero();
        Files.setLastModifiedTime(target, OLD);
        for (Path file : kept) {
            Files.setAttribute(file, "lastAccessTime", OLD);
            Files.setLastModifiedTime(file, OLD);
        }
        Files.setLastModifiedTime(directory.path(), OLD);
        directory.touch();
        Instant lately = Instant.now().minusSeconds(60);
        for (Path file : kept) {
            assertThat(((FileTime) Files.getAttribute(file, "lastAccessTime")).toInstant())
                    .as("%s read", file)
                    .isAfter(lately);
            assertThat(Files.getLastModifiedTime(file).toInstant())
                    .as("%s written", file)
                    .isAfter(lately);
        }
        assertThat(Files.getLastModifiedTime(target)).isEqualTo(OLD);
    }

    @Test
    void whatStandsWhereAWorkerIsToLiveIsMovedAside() throws Exception {
        Path target = Files.writeString(place.resolve("target"), "mine");
        Path link = Files.createSymbolicLink(directory.path().resolve("worker-2.outbox"), target);
        Path tree = Files.createDirectories(directory.path().resolve("worker-2.sock/a/b"))
                .getParent()
                .getParent();
        for (Path planted : List.of(link, tree)) {
            directory.clear(planted);
            assertThat(Files.notExists(planted, LinkOption.NOFOLLOW_LINKS)).isTrue();
        }
        assertThat(target).hasContent("mine");
    }

    /** Deeper than a path may be long, and with more directories in one than may be open at a time. */
    @Test
    void aTreeOfAnyDepthIsRemoved() throws Exception {
        String name = "d".repeat(200);
        Path top = Files.createDirectory(worker.resolve(name));
        // By moving what is there below a new one, since a path to the bottom cannot be named.
        for (int depth = 1; depth < 300; depth++) {
            Path above = Files.createDirectory(worker.resolve("new"));
            Files.writeString(above.resolve("file"), "temporary");
            Files.move(top, above.resolve(name));
            Files.move(above, top);
        }
        for (int i = 0; i < 5000; i++) {
            Files.createDirectory(worker.resolve("wide-" + i));
        }
        directory.delete(worker);
        assertThat(worker).doesNotExist();
    }

    /** As far as this user can, whatever the task has forbidden; root may all the same. */
    @Test
    void whatATaskMadeUnreadableIsRemovedAndNoLinkIsFollowed() throws Exception {
        Path outside = Files.createDirectory(place.resolve("outside"));
        Files.writeString(outside.resolve("file"), "mine");
        Path inner = Files.createDirectories(worker.resolve("a/b/c"));
        Files.createSymbolicLink(inner.resolve("link"), outside);
        Files.createLink(inner.resolve("hard"), outside.resolve("file"));
        for (Path each = inner; !each.equals(directory.path()); each = each.getParent()) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("---------"));
        }
        directory.delete(worker);
        assertThat(Files.notExists(worker)).isTrue();
        assertThat(outside.resolve("file")).hasContent("mine");
    }

    @Test
    void aLinkInItsPlaceIsRemovedAndNotFollowed() throws Exception {
        Path outside = Files.createDirectory(place.resolve("outside"));
        Files.writeString(outside.resolve("file"), "mine");
        Files.delete(worker);
        Files.createSymbolicLink(worker, outside);
        directory.delete(worker);
        assertThat(worker).doesNotExist();
        assertThat(outside.resolve("file")).hasContent("mine");
        assertThatThrownBy(() -> RecursiveDeletion.empty(Files.createSymbolicLink(worker, outside), null))
                .isInstanceOf(IOException.class);
        assertThat(outside.resolve("file")).exists();
    }

    @Test
    void aChildThatOutlivesTheParentFindsTheCompanionToo() throws Exception {
        Path elsewhere = Files.createDirectory(place.resolve("elsewhere"));
        Path abandoned = Files.createDirectory(place.resolve("asynccpu-4194304-a"));
        Path companion = Files.createDirectory(elsewhere.resolve("asynccpu-4194304-b"));
        for (Path each : List.of(abandoned, companion)) {
            Files.createFile(each.resolve("owner"));
            Files.createFile(each.resolve("file"));
        }
        Files.createSymbolicLink(abandoned.resolve("companion"), companion);
        OrphanedDirectory.deleteAfterOwner(abandoned);
        assertThat(abandoned).doesNotExist();
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void nothingIsLeftOfOneThatIsClosed() throws Exception {
        Files.createDirectories(worker.resolve("a/b"));
        directory.close();
        directory.close();
        assertThat(directory.restore()).isFalse();
        try (Stream<Path> files = Files.list(place)) {
            assertThat(files).isEmpty();
        }
    }
}
