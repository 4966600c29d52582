package io.asynccpu.cache;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * A class path of jars and directories.
 *
 * <p>In the image each directory has a jar in front of it that holds its classes, and nothing else: no resources, not even
 * entries for packages, so whoever looks for those finds them in the directory as before, as files, in the same order. The
 * directory itself follows by the jar's {@code Class-Path} as a URL, which Java's class loader follows while the JVM's check
 * for directories, which knows paths only, does not.
 *
 * @param entries absolute
 */
public record PathClasses(List<Path> entries) implements ClassSource {

    private static final String CLASS = ".class";

    @Override
    public void describe(Fingerprint fingerprint) throws IOException {
        for (Path entry : entries) {
            if (Files.isDirectory(entry)) {
                fingerprint.add(entry + File.separator);
                for (Path file : classFiles(entry)) {
                    fingerprint.addFile(file);
                }
            } else {
                fingerprint.addFile(entry);
            }
        }
        if (entries.size() == 1 && Files.isRegularFile(entries.get(0))) {
            describeLibraries(entries.get(0), fingerprint);
        }
    }

    /** Those that an application's only jar names in its manifest, as after an extraction. */
    private static void describeLibraries(Path jar, Fingerprint fingerprint) throws IOException {
        try (JarFile opened = new JarFile(jar.toFile())) {
            Manifest manifest = opened.getManifest();
            String libraries =
                    manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            if (libraries != null) {
                for (String library : libraries.strip().split("\\s+", -1)) {
                    fingerprint.addFile(jar.resolveSibling(library));
                }
            }
        }
    }

    @Override
    public List<Path> copyTo(Path directory) throws IOException {
        List<Path> image = new ArrayList<>();
        for (Path entry : entries) {
            image.add(
                    Files.isDirectory(entry)
                            ? copy(entry, directory.resolve("classes-" + image.size() + ".jar"))
                            : entry);
        }
        return image;
    }

    private static Path copy(Path classes, Path jar) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes()
                .put(Attributes.Name.CLASS_PATH, classes.toUri().toASCIIString());
        try (StoredJar out = new StoredJar(jar, manifest)) {
            for (Path file : classFiles(classes)) {
                out.add(classes.relativize(file).toString().replace(File.separatorChar, '/'), Files.readAllBytes(file));
            }
        }
        return jar;
    }

    private static List<Path> classFiles(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory, FileVisitOption.FOLLOW_LINKS)) {
            return files.filter(file -> file.toString().endsWith(CLASS))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
