package io.asynccpu.internal.launch.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * Classes in an executable archive, whose libraries are nested jars. The image is the extracted archive: one jar with the application's
 * own classes and resources, and the libraries in the archive's order.
 *
 * @param archive the file
 * @param classes the folder of the classes, such as {@code BOOT-INF/classes/}
 * @param libraries the folders of the jars, such as {@code BOOT-INF/lib/}
 */
public record NestedClasses(Path archive, String classes, List<String> libraries) implements ClassSource {

    @Override
    public void describe(Fingerprint fingerprint) throws IOException {
        fingerprint.addFile(archive);
    }

    @Override
    public List<Path> copyTo(Path directory) throws IOException {
        List<Path> image = new ArrayList<>();
        try (JarFile jar = new JarFile(archive.toFile())) {
            image.add(directory.resolve("application.jar"));
            try (StoredJar application = new StoredJar(image.get(0), manifest(jar))) {
                for (JarEntry entry : Collections.list(jar.entries())) {
                    String name = entry.getName();
                    if (name.startsWith(classes) && !name.equals(classes)) {
                        try (InputStream in = jar.getInputStream(entry)) {
                            application.add(name.substring(classes.length()), in.readAllBytes());
                        }
                    } else if (isLibrary(name)) {
                        image.add(copyLibrary(jar, entry, directory));
                    }
                }
            }
        }
        // For resources beside the classes, such as META-INF/sbom, which an application in a launcher sees, too.
        image.add(archive);
        return image;
    }

    private boolean isLibrary(String name) {
        return name.endsWith(".jar")
                && libraries.stream()
                        .anyMatch(folder -> name.startsWith(folder) && name.indexOf('/', folder.length()) < 0);
    }

    private static Path copyLibrary(JarFile jar, JarEntry library, Path directory) throws IOException {
        // Different folders may have jars of the same name.
        int end = library.getName().lastIndexOf('/');
        Path folder = directory.resolve(library.getName().substring(0, end).replace('/', '-'));
        Path copy = Files.createDirectories(folder).resolve(library.getName().substring(end + 1));
        try (InputStream in = jar.getInputStream(library)) {
            Files.copy(in, copy);
        }
        return copy;
    }

    /** Has the attributes that {@code Package} returns for the application's packages. */
    private static Manifest manifest(JarFile jar) throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        Manifest original = jar.getManifest();
        if (original != null) {
            original.getMainAttributes().forEach((name, value) -> {
                if (name.toString().startsWith("Implementation-")
                        || name.toString().startsWith("Specification-")) {
                    attributes.put(name, value);
                }
            });
        }
        return manifest;
    }
}
