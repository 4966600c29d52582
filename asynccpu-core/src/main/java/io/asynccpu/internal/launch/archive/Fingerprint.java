package io.asynccpu.internal.launch.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A hash of all that must be equal for an archive to be usable. */
final class Fingerprint {

    private static final int LENGTH = 32;

    private final MessageDigest digest;

    Fingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    void add(String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
    }

    /** Adds the file's path, size and time. A missing file is added, too, because the JVM records that it is missing. */
    void addFile(Path file) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            add(file + "|" + attributes.size() + "|" + attributes.lastModifiedTime());
        } catch (NoSuchFileException absent) {
            add(file + "|absent");
        }
    }

    /** Returns the hash as a file name. May be called once. */
    String name() {
        return HexFormat.of().formatHex(digest.digest()).substring(0, LENGTH);
    }
}
