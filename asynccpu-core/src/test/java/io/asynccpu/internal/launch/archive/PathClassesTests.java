package io.asynccpu.internal.launch.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What makes an archive another one. */
class PathClassesTests {

    @TempDir
    Path directory;

    private Path classes;
    private Path library;
    private Path application;

    @BeforeEach
    void makeClassPath() throws IOException {
        classes = Files.createDirectories(directory.resolve("classes"));
        library = jar("library.jar", "more.jar");
        application = jar("application.jar", "library.jar " + classes.toUri());
    }

    @Test
    void theSameFilesHaveTheSameName() throws IOException {
        assertThat(name(application)).isEqualTo(name(application));
    }

    @Test
    void anotherOrderHasAnotherName() throws IOException {
        assertThat(name(application, library)).isNotEqualTo(name(library, application));
    }

    @Test
    void aClassInADirectoryCountsAndAResourceDoesNot() throws IOException {
        String before = name(classes);
        Files.writeString(classes.resolve("some.properties"), "a=b");
        assertThat(name(classes)).isEqualTo(before);
        Files.writeString(classes.resolve("Some.class"), "");
        assertThat(name(classes)).isNotEqualTo(before);
    }

    @Test
    void librariesCountThatOnlyManifestsName() throws IOException {
        String before = name(application, directory.resolve("absent.jar"));
        jar("more.jar", "");
        String withMore = name(application, directory.resolve("absent.jar"));
        Files.writeString(classes.resolve("Some.class"), "");

        assertThat(withMore).isNotEqualTo(before);
        assertThat(name(application, directory.resolve("absent.jar"))).isNotEqualTo(withMore);
    }

    @Test
    void whatIsNoJarCountsAsAFile() throws IOException {
        Path text = Files.writeString(directory.resolve("text"), "a");
        String before = name(text);
        Files.writeString(text, "ab");
        assertThat(name(text)).isNotEqualTo(before);
    }

    private static String name(Path... entries) throws IOException {
        Fingerprint fingerprint = new Fingerprint();
        new PathClasses(List.of(entries)).describe(fingerprint);
        return fingerprint.name();
    }

    private Path jar(String name, String classPath) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
        Path jar = directory.resolve(name);
        new StoredJar(jar, manifest).close();
        return jar;
    }
}
