package io.asynccpu.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.internal.protocol.WorkerFiles;
import io.asynccpu.internal.protocol.WorkerPages;
import io.asynccpu.support.AnotherUser;
import io.asynccpu.support.Poll;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A directory that is shared with everybody, in which a pool puts its own. */
@Timeout(60)
class StaleDirectoryCleanupTests {

    /** Of nobody. */
    private static final String DEAD = "asynccpu-4194304-";

    @TempDir
    private Path place;

    private PrivateDirectory live;

    @BeforeEach
    void make() throws Exception {
        AnotherUser.shares(place);
        live = PrivateDirectory.createIn(place);
        live.swept().get(30, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() throws IOException {
        live.close();
        assertThat(live.path()).doesNotExist();
    }

    /** As the next pool's start does it, which waits for nothing. */
    private void sweep() throws Exception {
        // The place may have been swept a moment ago, which took longer than usual.
        Poll.until("a sweep begins", () -> {
            Path canary = left("canary");
            try (PrivateDirectory next = PrivateDirectory.createIn(place)) {
                next.swept().get(30, TimeUnit.SECONDS);
            }
            return Files.notExists(canary);
        });
    }

    private Path directory(String name) throws IOException {
        return Files.createDirectory(
                place.resolve(name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** What a pool left whose JVM was killed. */
    private Path left(String name) throws IOException {
        Path directory = Files.exists(place.resolve(DEAD + name)) ? place.resolve(DEAD + name) : directory(DEAD + name);
        if (Files.notExists(directory.resolve(OwnerLock.NAME))) {
            Files.createFile(directory.resolve(OwnerLock.NAME));
        }
        return directory;
    }

    private void assertStillLocked() throws Exception {
        assertLocked(live.path().resolve(OwnerLock.NAME));
        assertThat(live.path()).isDirectory();
    }

    private static void assertLocked(Path file) throws IOException {
        // From another process, since this one is never refused its own.
        String inode = ":" + Files.getAttribute(file, "unix:ino") + " ";
        try (Stream<String> locks = Files.lines(Path.of("/proc/locks"))) {
            assertThat(locks).anyMatch(line -> line.contains(inode) && line.contains("WRITE"));
        }
    }

    @Test
    void whatADeadPoolLeftIsRemovedWithAllThatItsTasksLeft() throws Exception {
        Path outside = Files.writeString(
                Files.createDirectory(place.resolve("outside")).resolve("file"), "mine");
        Path dead = left("1");
        Path deep = dead.resolve("worker-1.tmp");
        Files.createDirectory(deep);
        Files.createSymbolicLink(deep.resolve("link"), outside.getParent());
        Files.createSymbolicLink(deep.resolve("broken"), Path.of("nowhere"));
        for (int i = 0; i < 3; i++) {
            for (String file : new String[] {"a", "b", "new\nline"}) {
                Files.writeString(deep.resolve(file), "temporary");
            }
            deep = Files.createDirectory(deep.resolve("d"));
        }
        Files.setPosixFilePermissions(deep.getParent(), PosixFilePermissions.fromString("---------"));
        Files.createSymbolicLink(dead.resolve("companion"), outside.getParent());
        sweep();
        assertThat(dead).doesNotExist();
        assertThat(outside).hasContent("mine");
    }

    @Test
    void aDirectoryOfADeadPoolGoesWithItsCompanionAndALiveOneStays() throws Exception {
        Path elsewhere = Files.createDirectory(place.resolve("elsewhere"));
        Path companion = Files.move(left("4"), elsewhere.resolve(DEAD + "companion"));
        Path first = left("5");
        Files.createSymbolicLink(first.resolve("companion"), companion);
        Path second = left("6");
        Files.createSymbolicLink(second.resolve("companion"), live.path());
        sweep();
        assertThat(List.of(first, second, companion)).noneMatch(Files::exists);
        assertStillLocked();
    }

    @Test
    void whatCannotBeAPoolsOfThisUserIsLeftAlone() throws Exception {
        Path inUse = Files.createDirectory(place.resolve("mine"));
        Path open = left("open");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwx---"));
        Path file = Files.writeString(place.resolve(DEAD + "file"), "mine");
        Path lockIsDirectory = directory(DEAD + "directory");
        Files.createDirectory(lockIsDirectory.resolve(OwnerLock.NAME));
        Path beingMade = directory(DEAD + "young");
        Path withoutLock = directory(DEAD + "full");
        Files.writeString(withoutLock.resolve("file"), "mine");
        Files.setLastModifiedTime(withoutLock, FileTime.from(Instant.EPOCH));
        Path link = Files.createSymbolicLink(place.resolve(DEAD + "link"), left("target"));
        sweep();
        assertThat(Stream.of(inUse, open, file, lockIsDirectory, beingMade, withoutLock))
                .allMatch(path -> Files.exists(path, LinkOption.NOFOLLOW_LINKS));
        assertThat(link).isSymbolicLink();
        Files.delete(link);
    }

    @Test
    void whatWasCutOffWhileItWasMadeGoesAfterADay() throws Exception {
        Path cut = directory(DEAD + "cut");
        Files.setLastModifiedTime(cut, FileTime.from(Instant.now().minusSeconds(100_000)));
        sweep();
        assertThat(cut).doesNotExist();
    }

    /** In a container each process is the first one. */
    @Test
    void whatAnEarlierProcessWithTheSameNumberLeftIsRemovedAndThisOnesIsNot() throws Exception {
        Path earlier = Files.move(left("2"), place.resolve(DirectoryName.prefixOfThisProcess() + "0earlier00"));
        Path ofAnotherLoader = Files.move(left("3"), place.resolve(DirectoryName.prefixOfThisProcess() + "0another00"));
        Files.setLastModifiedTime(
                earlier,
                FileTime.from(ProcessHandle.current()
                        .info()
                        .startInstant()
                        .orElseThrow()
                        .minusSeconds(3600)));
        sweep();
        assertThat(earlier).doesNotExist();
        assertThat(ofAnotherLoader).isDirectory();
    }

    @Test
    void aLockThatAnotherProcessHoldsProtects() throws Exception {
        Path other = left("other");
        Process holder = holder(other.resolve(OwnerLock.NAME));
        try {
            sweep();
            assertThat(other.resolve(OwnerLock.NAME)).exists();
        } finally {
            holder.destroyForcibly().waitFor();
        }
        sweep();
        assertThat(other).doesNotExist();
    }

    /** Another process that has locked the file. */
    private static Process holder(Path file) throws IOException {
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(holder.getInputStream().read()).isEqualTo('!');
        return holder;
    }

    public static final class Holder {
        public static void main(String[] args) throws Exception {
            FileChannel channel = FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE);
            System.out.print(channel.tryLock() == null ? '?' : '!');
            System.out.flush();
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    /** The parent and its starting child were killed together, and somebody else has removed their directory. */
    @Test
    void aRingWhoseParentIsDeadGoesWithoutItsDirectory() throws Exception {
        Path dead = ring(DEAD);
        Path young = ring(DEAD);
        // Its parent is process 4194304 of another container.
        Path held = ring(DEAD);
        Path ofThisJvm = ring(DirectoryName.prefixOfThisProcess());
        Path otherName = Files.createFile(dead.resolveSibling(DEAD + UUID.randomUUID()));
        try {
            Process holder = holder(held);
            try {
                // Not before it is locked: other pools sweep there, too.
                for (Path file : List.of(dead, held, otherName)) {
                    assertThat(file.toFile().setLastModified(0)).isTrue();
                }
                sweep();
                assertThat(dead).doesNotExist();
                assertThat(List.of(young, held, ofThisJvm, otherName)).allMatch(Files::exists);
            } finally {
                holder.destroyForcibly().waitFor();
            }
            sweep();
            assertThat(held).doesNotExist();
        } finally {
            for (Path file : List.of(dead, young, held, ofThisJvm, otherName)) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static Path ring(String prefix) throws IOException {
        return Files.createFile(
                new WorkerFiles(Path.of(prefix + UUID.randomUUID()), 1).arrays(),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    @Test
    void aParentHoldsTheLockOfItsRingAndASweepOfItsOwnCostsItNothing() throws Exception {
        WorkerFiles files = new WorkerFiles(live.path(), 1);
        try (WorkerPages pages = WorkerPages.create(files, 1)) {
            assertThat(pages.hasArrays()).isTrue();
            sweep();
            assertLocked(files.arrays());
        }
    }

    @Test
    void aPipeInPlaceOfALockHangsNobodyAndStays() throws Exception {
        Path dead = directory(DEAD + "pipe");
        assertThat(new ProcessBuilder("mkfifo", dead.resolve(OwnerLock.NAME).toString())
                        .start()
                        .waitFor())
                .isZero();
        sweep();
        assertThat(dead.resolve(OwnerLock.NAME)).exists();
    }

    /** The kernel would drop the live pool's lock as soon as its file is closed under another name. */
    @Test
    void linksToALivePoolsLockOrDirectoryCostItNothing() throws Exception {
        Path lock = live.path().resolve(OwnerLock.NAME);
        Path soft = directory(DEAD + "soft");
        Files.createSymbolicLink(soft.resolve(OwnerLock.NAME), lock);
        Path hard = directory(DEAD + "hard");
        Files.createLink(hard.resolve(OwnerLock.NAME), lock);
        Path whole = Files.createSymbolicLink(place.resolve(DEAD + "whole"), live.path());
        sweep();
        assertStillLocked();
        Files.delete(hard.resolve(OwnerLock.NAME));
        Files.delete(whole);
        sweep();
        assertStillLocked();
    }

    @Test
    void whatAnotherUserPutsThereIsNotOpened() throws Exception {
        AnotherUser.isNeeded();
        Path lock = live.path().resolve(OwnerLock.NAME);
        AnotherUser.does("""
                cd "$1"
                for mode in 700 777; do
                  mkdir -m $mode asynccpu-1-$mode; mkfifo -m 666 asynccpu-1-$mode/owner
                  mkdir -m $mode asynccpu-2-$mode; ln -s "$2" asynccpu-2-$mode/owner
                  mkdir -m $mode asynccpu-3-$mode; ln -s /dev/zero asynccpu-3-$mode/owner
                  mkdir -m $mode asynccpu-4-$mode; touch asynccpu-4-$mode/owner
                done
                ln -s "$3" asynccpu-5-0
                mkfifo asynccpu-6-0
                """, place, lock, live.path());
        sweep();
        assertStillLocked();
        try (Stream<Path> files = Files.list(place)) {
            assertThat(files.filter(file -> file.getFileName().toString().matches("asynccpu-\\d-.*")))
                    .hasSize(10);
        }
    }

    @Test
    void aDirectoryThatCannotBeListedIsNotSweptAndServesAllTheSame() throws Exception {
        Path unreadable = Files.createDirectory(place.resolve("unreadable"));
        Files.setPosixFilePermissions(unreadable, PosixFilePermissions.fromString("-wx------"));
        try (PrivateDirectory made = PrivateDirectory.createIn(unreadable)) {
            made.swept().get(30, TimeUnit.SECONDS);
            assertThat(made.path()).isDirectory();
        }
        Files.setPosixFilePermissions(unreadable, PosixFilePermissions.fromString("rwx------"));
        assertThat(unreadable).isEmptyDirectory();
    }
}
