package io.asynccpu.internal.launch.archive;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipException;

/**
 * A class path of jars and directories.
 *
 * <p>In the image each directory is preceded by a jar with its classes and nothing else: no resources and no entries for packages, so these
 * are still found in the directory, as files, in the same order. The directory itself is in the jar's {@code Class-Path} as a URL. Java's
 * class loader follows the URL, while the JVM's check for directories considers paths only.
 *
 * @param entries absolute paths
 */
public record PathClasses(List<Path> entries) implements ClassSource {

    private static final String CLASS = ".class";

    /** Adds each class file, because the JVM of JDK 25 loads classes from an AOT cache without checking the files that they came from. */
    @Override
    public void describe(Fingerprint fingerprint) throws IOException {
        entries.forEach(entry -> fingerprint.add(entry.toString()));
        for (Path file : files(Integer.MAX_VALUE, CLASS)) {
            fingerprint.addFile(file);
        }
    }

    /**
     * Returns the jars, those that they name in turn, and the files in the directories, each once and in the order of the class path.
     *
     * @param most the number of files of a directory that are considered
     * @param endings the endings of their names
     */
    public Collection<Path> files(int most, String... endings) throws IOException {
        Set<Path> files = new LinkedHashSet<>();
        for (Path root : roots()) {
            if (Files.isDirectory(root)) {
                files.addAll(filesIn(root, most, endings));
            } else {
                files.add(root);
            }
        }
        return files;
    }

    /** Returns the jars, those that they name in turn, and the directories, each once and in the order of the class path. */
    public Collection<Path> roots() throws IOException {
        Set<Path> roots = new LinkedHashSet<>();
        for (Path entry : entries) {
            addRoots(entry, roots);
        }
        return roots;
    }

    private static void addRoots(Path entry, Set<Path> roots) throws IOException {
        if (roots.add(entry) && !Files.isDirectory(entry)) {
            for (Path library : librariesOf(entry)) {
                addRoots(library, roots);
            }
        }
    }

    /** Returns the libraries that a jar names in its manifest, as the jar of an extracted application does. */
    private static List<Path> librariesOf(Path jar) throws IOException {
        List<Path> libraries = new ArrayList<>();
        if (Files.isRegularFile(jar)) {
            try (JarFile opened = new JarFile(jar.toFile(), false)) {
                Manifest manifest = opened.getManifest();
                String names =
                        manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
                for (String name : names == null || names.isBlank()
                        ? new String[0]
                        : names.strip().split("\\s+", -1)) {
                    URI library = jar.toUri().resolve(name);
                    if ("file".equals(library.getScheme())) {
                        libraries.add(Path.of(library));
                    }
                }
            } catch (ZipException noJar) {
                // The JVM ignores it, too.
                return List.of();
            }
        }
        return libraries;
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
            for (Path file : filesIn(classes, Integer.MAX_VALUE, CLASS)) {
                out.add(classes.relativize(file).toString().replace(File.separatorChar, '/'), Files.readAllBytes(file));
            }
        }
        return jar;
    }

    private static List<Path> filesIn(Path directory, int most, String... endings) throws IOException {
        try (Stream<Path> files = Files.walk(directory, FileVisitOption.FOLLOW_LINKS)) {
            return files.limit(most)
                    .filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
