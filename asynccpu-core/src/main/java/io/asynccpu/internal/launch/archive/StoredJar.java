package io.asynccpu.internal.launch.archive;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes an uncompressed jar. The same content results in the same bytes. */
final class StoredJar implements Closeable {

    private static final LocalDateTime THE_SAME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final ZipOutputStream out;

    StoredJar(Path jar, Manifest manifest) throws IOException {
        out = new ZipOutputStream(Files.newOutputStream(jar));
        out.setMethod(ZipOutputStream.STORED);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        manifest.write(bytes);
        add(JarFile.MANIFEST_NAME, bytes.toByteArray());
    }

    void add(String name, byte[] content) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(THE_SAME);
        entry.setSize(content.length);
        entry.setCrc(sum.getValue());
        out.putNextEntry(entry);
        out.write(content);
        out.closeEntry();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
