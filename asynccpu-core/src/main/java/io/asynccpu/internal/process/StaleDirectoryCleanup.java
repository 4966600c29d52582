package io.asynccpu.internal.process;

import io.asynccpu.internal.protocol.ArrayRing;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the directories of parents that were killed while they had no child to do it, and the {@link ArrayRing rings} of parents that
 * were killed together with the children that had not opened them yet.
 *
 * <p>Any user may have put anything into the same location, so the cleanup runs on a thread that no other waits for, by
 * names relative to directories that are held open, and deletes only directories that this user has made for itself,
 * that are not links, and whose lock the kernel grants.
 *
 * <p>Actors: one thread for each location, and the threads that make directories there. Shared state: the running
 * cleanups and the time of the next one of each location, and the directories that this JVM uses, in concurrent maps.
 */
final class StaleDirectoryCleanup implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(StaleDirectoryCleanup.class);

    /** Others may have filled the location; the rest is left to the system's own cleaner. */
    private static final int MOST_ENTRIES = 1_000_000;

    /** After a cleanup the location rests for that many times its duration. */
    private static final int PAUSE_FACTOR = 10;

    /** By how much clocks of processes and file systems may differ. */
    private static final Duration DOUBT = Duration.ofMinutes(1);

    /** What is without its lock is being made at this moment, or its making was interrupted some time ago. */
    private static final Duration LONGEST_MAKING = Duration.ofDays(1);

    /**
     * The time from which each location may be cleaned again, by the clock of {@link System#nanoTime}; absent before
     * the first time.
     */
    private static final Map<Path, Long> NOT_BEFORE = new ConcurrentHashMap<>();

    private static final Map<Path, CompletableFuture<@Nullable Void>> RUNNING = new ConcurrentHashMap<>();

    /** Keys of the directories that this JVM uses, and must never take for another's. */
    private static final Set<Object> SPARED = ConcurrentHashMap.newKeySet();

    private final Path place;
    private final UserPrincipal self;
    private final CompletableFuture<@Nullable Void> end;
    private final String own = DirectoryName.prefixOfThisProcess();

    private StaleDirectoryCleanup(Path place, UserPrincipal self, CompletableFuture<@Nullable Void> end) {
        this.place = place;
        this.self = self;
        this.end = end;
    }

    static void spare(Object key) {
        SPARED.add(key);
    }

    static void unspare(Object key) {
        SPARED.remove(key);
    }

    /**
     * Begins a cleanup, if it is due; returns at once.
     *
     * @param self this process's user
     * @return complete when the cleanup has ended, in whatever way
     */
    static CompletableFuture<@Nullable Void> begin(Path place, UserPrincipal self) {
        Long notBefore = NOT_BEFORE.get(place);
        if (notBefore != null && System.nanoTime() - notBefore < 0) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
        CompletableFuture<@Nullable Void> running = RUNNING.putIfAbsent(place, end);
        if (running != null) {
            return running;
        }
        try {
            Thread thread = new Thread(new StaleDirectoryCleanup(place, self, end), "asynccpu-stale-directories");
            thread.setDaemon(true);
            thread.start();
        } catch (OutOfMemoryError noThread) {
            LOG.debug("{} is not searched for directories of dead process pools", place, noThread);
            RUNNING.remove(place);
            end.complete(null);
        }
        return end;
    }

    @Override
    public void run() {
        long begin = System.nanoTime();
        try {
            cleanUp();
            Path rings = ArrayRing.directory();
            if (rings != null && !rings.equals(place)) {
                new StaleDirectoryCleanup(rings, self, end).cleanUp();
            }
        } catch (IOException | RuntimeException | Error e) {
            LOG.debug("{} was not searched for directories of dead process pools", place, e);
        } finally {
            long now = System.nanoTime();
            NOT_BEFORE.put(place, now + PAUSE_FACTOR * (now - begin));
            RUNNING.remove(place);
            end.complete(null);
        }
    }

    private void cleanUp() throws IOException {
        try (DirectoryStream<Path> opened = Files.newDirectoryStream(place)) {
            // On other systems there is no safe way.
            if (opened instanceof SecureDirectoryStream<Path> held) {
                int seen = 0;
                for (Path entry : held) {
                    Path name = entry.getFileName();
                    if (name.toString().startsWith(DirectoryName.PREFIX)) {
                        look(held, name);
                    }
                    if (++seen == MOST_ENTRIES) {
                        break;
                    }
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private void cleanUpOnly(Path name) throws IOException {
        try (DirectoryStream<Path> opened = Files.newDirectoryStream(place)) {
            if (opened instanceof SecureDirectoryStream<Path> held) {
                look(held, name);
            }
        }
    }

    private void look(SecureDirectoryStream<Path> held, Path name) {
        try {
            PosixFileAttributes found = RecursiveDeletion.attributes(held, name);
            if (!isOfThisUserAlone(found) || isOfThisJvm(name, found)) {
                return;
            }
            if (found.isDirectory()) {
                deleteDirectoryIfAbandoned(held, name, found);
            } else if (isAbandonedRing(held, name, found)) {
                held.deleteFile(name);
                LOG.debug("{} was left by a dead process pool and is removed", place.resolve(name));
            }
        } catch (NoSuchFileException gone) {
            LOG.trace("{} is being deleted by somebody else", place.resolve(name), gone);
        } catch (IOException | RuntimeException e) {
            // It contains files that cannot be deleted.
            LOG.debug("{} is left, since it cannot be deleted", place.resolve(name), e);
        }
    }

    private void deleteDirectoryIfAbandoned(SecureDirectoryStream<Path> held, Path name, PosixFileAttributes found)
            throws IOException {
        boolean abandoned;
        try (SecureDirectoryStream<Path> directory = held.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
            // Guard against race with another directory that was put in its place.
            PosixFileAttributes opened = RecursiveDeletion.attributes(directory, null);
            abandoned = found.fileKey().equals(opened.fileKey()) && emptyIfAbandoned(directory, name, opened);
        }
        if (abandoned) {
            held.deleteDirectory(name);
            LOG.debug("{} was left by a dead process pool and is removed", place.resolve(name));
        }
    }

    /** The number in its name does not tell: it may be that of a process in another container. */
    private boolean isAbandonedRing(SecureDirectoryStream<Path> held, Path name, PosixFileAttributes found)
            throws IOException {
        Path path = place.resolve(name);
        if (!ArrayRing.isName(path) || !isFileOfThisUser(path, found) || isBeingMade(found)) {
            return false;
        }
        try (SeekableByteChannel opened = open(held, name)) {
            return opened instanceof FileChannel file && file.tryLock() != null;
        } catch (OverlappingFileLockException thisJvms) {
            return false;
        }
    }

    private boolean isOfThisUserAlone(PosixFileAttributes found) {
        return found.owner().equals(self) && RecursiveDeletion.ALL_FOR_OWNER.containsAll(found.permissions());
    }

    /**
     * The kernel releases all of a process's locks on a file as soon as the process closes the file anywhere, so locks
     * of this JVM are never opened; nor those that another class loader of this JVM has made, which only their time
     * distinguishes from directories of an earlier process with the same number, as in a container.
     */
    private boolean isOfThisJvm(Path name, PosixFileAttributes found) {
        return SPARED.contains(found.fileKey())
                || (name.toString().startsWith(own)
                        && ProcessHandle.current()
                                .info()
                                .startInstant()
                                .filter(start ->
                                        found.lastModifiedTime().toInstant().isBefore(start.minus(DOUBT)))
                                .isEmpty());
    }

    private boolean emptyIfAbandoned(SecureDirectoryStream<Path> directory, Path name, PosixFileAttributes found)
            throws IOException {
        Path lock = Path.of(OwnerLock.NAME);
        Path path = place.resolve(name);
        try {
            PosixFileAttributes owner = RecursiveDeletion.attributes(directory, lock);
            if (!isFileOfThisUser(path.resolve(lock), owner)) {
                return false;
            }
        } catch (NoSuchFileException withoutLock) {
            // Deleted only if it is empty.
            return !isBeingMade(found);
        }
        try (SeekableByteChannel opened = open(directory, lock)) {
            if (!(opened instanceof FileChannel file) || file.tryLock() == null) {
                return false;
            }
            if (DirectoryName.isOwnerGone(path)) {
                Descendants.killPool(path);
            }
            Path companion = OrphanedDirectory.companionOf(path);
            if (companion != null && companion.getParent() != null) {
                new StaleDirectoryCleanup(companion.getParent(), self, end).cleanUpOnly(companion.getFileName());
            }
            ArrayRing.deleteAllOf(path);
            RecursiveDeletion.empty(directory, path, OwnerLock.NAME);
            directory.deleteFile(lock);
            return true;
        } catch (OverlappingFileLockException thisJvms) {
            return false;
        }
    }

    /** With a second name it may be a file of which this process has the lock. */
    private boolean isFileOfThisUser(Path file, PosixFileAttributes found) throws IOException {
        return found.isRegularFile()
                && found.owner().equals(self)
                && Integer.valueOf(1).equals(Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS));
    }

    private static boolean isBeingMade(PosixFileAttributes found) {
        return !found.lastModifiedTime().toInstant().isBefore(Instant.now().minus(LONGEST_MAKING));
    }

    /** To read and write, since that never waits, whatever file it is. */
    private static SeekableByteChannel open(SecureDirectoryStream<Path> held, Path name) throws IOException {
        return held.newByteChannel(
                name, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
    }
}
