package io.asynccpu.internal.launch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/** The main attributes in the manifest of a class path entry: a jar, a WAR or a directory. */
record ClassPathManifest(Attributes attributes) {

    /** Returns an empty manifest if the entry has none or cannot be read, since the JVM ignores such entries, too. */
    static ClassPathManifest read(Path entry) {
        try {
            Manifest manifest = Files.isDirectory(entry) ? ofDirectory(entry) : ofFile(entry);
            return new ClassPathManifest(manifest == null ? new Attributes() : manifest.getMainAttributes());
        } catch (IOException unreadable) {
            return new ClassPathManifest(new Attributes());
        }
    }

    @Nullable
    String get(String name) {
        return attributes.getValue(name);
    }

    /** Returns the options with the effect that the attributes have with {@code java -jar}. */
    List<String> javaOptions() {
        List<String> options = new ArrayList<>();
        for (String opened : words("Add-Opens")) {
            options.add("--add-opens=" + opened + "=ALL-UNNAMED");
        }
        for (String exported : words("Add-Exports")) {
            options.add("--add-exports=" + exported + "=ALL-UNNAMED");
        }
        for (String module : words("Enable-Native-Access")) {
            options.add("--enable-native-access=" + module);
        }
        return options;
    }

    private List<String> words(String name) {
        String value = get(name);
        return value == null || value.isBlank()
                ? List.of()
                : List.of(value.strip().split("\\s+"));
    }

    private static @Nullable Manifest ofFile(Path entry) throws IOException {
        if (!Files.isRegularFile(entry)) {
            return null;
        }
        try (JarFile jar = new JarFile(entry.toFile())) {
            return jar.getManifest();
        }
    }

    private static @Nullable Manifest ofDirectory(Path entry) throws IOException {
        Path file = entry.resolve(JarFile.MANIFEST_NAME);
        if (!Files.isRegularFile(file)) {
            return null;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return new Manifest(in);
        }
    }
}
