package io.asynccpu.internal.process;

import io.asynccpu.internal.protocol.ArrayRing;
import io.asynccpu.internal.protocol.ChildFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The private directory of a pool whose parent has ended without deleting it. Loads no logging back end, for a child on its way out. */
public final class OrphanedDirectory {

    /** Name of the link to another directory of the same pool. */
    static final String COMPANION = "companion";

    private OrphanedDirectory() {}

    /**
     * In a child: waits until the parent is dead, and then ends and deletes what the parent left. Several children may do so at a time;
     * the lock lets in one after the other, so none kills another one that would kill it.
     */
    public static void deleteAfterOwner(Path directory) throws IOException {
        try (FileChannel owner = ChildFile.open(directory.resolve(OwnerLock.NAME))) {
            owner.lock();
            // Other workers end by themselves, unless they are stopped.
            Descendants.killPool(directory);
            Path companion = companionOf(directory);
            if (companion != null) {
                deleteAfterOwner(companion);
            }
            ArrayRing.deleteAllOf(directory);
            // The lock last: a directory without one is not known to be abandoned.
            RecursiveDeletion.empty(directory, OwnerLock.NAME);
            RecursiveDeletion.delete(directory);
        }
    }

    /** In a child: loads what {@link #deleteAfterOwner} needs, so that it takes no time later. */
    public static void rehearseDeletion(Path free) throws IOException {
        Files.createDirectory(free);
        Files.createFile(free.resolve(OwnerLock.NAME));
        deleteAfterOwner(free);
    }

    /** Null if there is none, any more. */
    static @Nullable Path companionOf(Path directory) throws IOException {
        Path link = directory.resolve(COMPANION);
        if (!Files.isSymbolicLink(link)) {
            return null;
        }
        Path other = Files.readSymbolicLink(link);
        return other.isAbsolute()
                        && other.getFileName() != null
                        && other.getFileName().toString().startsWith(DirectoryName.PREFIX)
                        && Files.isDirectory(other, LinkOption.NOFOLLOW_LINKS)
                ? other
                : null;
    }
}
