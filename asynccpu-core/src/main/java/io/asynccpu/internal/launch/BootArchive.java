package io.asynccpu.internal.launch;

import io.asynccpu.internal.launch.archive.NestedClasses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An executable archive of Spring Boot. Its classes are in nested jars, which only its launchers can read, and of these only
 * {@link #LAUNCHER} can start another class than the application's.
 */
record BootArchive(Path file, ClassPathManifest manifest) {

    static final String LAUNCHER = "org.springframework.boot.loader.launch.PropertiesLauncher";

    private static final String LAUNCHERS = "org.springframework.boot.loader.launch.";
    private static final String LOADERS = "org.springframework.boot.loader.";
    private static final String WAR_PATH = "WEB-INF/classes/,WEB-INF/lib/,WEB-INF/lib-provided/";

    /** Returns the archive that the class was loaded from; null if it was not loaded by a launcher. */
    static @Nullable BootArchive loadedFrom(List<Path> classPath, Class<?> type) {
        return isLoadedByLauncher(type)
                ? classPath.stream()
                        .map(entry -> new BootArchive(entry, ClassPathManifest.read(entry)))
                        .filter(BootArchive::isExecutable)
                        .findFirst()
                        .orElse(null)
                : null;
    }

    private boolean isExecutable() {
        String mainClass = manifest.get("Main-Class");
        return mainClass != null && mainClass.startsWith(LAUNCHERS);
    }

    private static boolean isLoadedByLauncher(Class<?> type) {
        for (ClassLoader loader = type.getClassLoader(); loader != null; loader = loader.getParent()) {
            if (loader.getClass().getName().startsWith(LOADERS)) {
                return true;
            }
        }
        return false;
    }

    List<String> options(Map<String, String> systemProperties) {
        List<String> options = new ArrayList<>(manifest.javaOptions());
        systemProperties.forEach((name, value) -> {
            if (name.startsWith("loader.")
                    && !List.of("loader.main", "loader.args", "loader.path").contains(name)) {
                options.add("-D" + name + "=" + value);
            }
        });
        String path = path(systemProperties.get("loader.path"));
        if (path != null) {
            options.add("-Dloader.path=" + path);
        }
        return options;
    }

    /** Returns the files and directories outside of the archive from which its launcher loads classes. */
    List<Path> furtherLocations(Map<String, String> systemProperties) {
        return Stream.of(systemProperties.getOrDefault("loader.path", "").split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .map(NativePath::ifAny)
                .filter(path -> path != null && Files.exists(path))
                .map(path -> path.toAbsolutePath().normalize())
                .toList();
    }

    /** Returns the location of the classes if this is a file and no setting adds other locations; else null. */
    @Nullable
    NestedClasses classes(Map<String, String> systemProperties) {
        String classes = manifest.get("Spring-Boot-Classes");
        String libraries = manifest.get("Spring-Boot-Lib");
        boolean usual = systemProperties.keySet().stream().noneMatch(name -> name.startsWith("loader."));
        if (!usual || classes == null || libraries == null || !Files.isRegularFile(file)) {
            return null;
        }
        return new NestedClasses(
                file, classes, isWar() ? List.of(libraries, "WEB-INF/lib-provided/") : List.of(libraries));
    }

    private boolean isWar() {
        String classes = manifest.get("Spring-Boot-Classes");
        return classes != null && classes.startsWith("WEB-INF/");
    }

    /** Names the inside of a WAR, which this launcher, unlike that of a jar, does not know itself. */
    private @Nullable String path(@Nullable String given) {
        if (!isWar() || (given != null && given.contains("WEB-INF/"))) {
            return given;
        }
        return given == null ? WAR_PATH : WAR_PATH + "," + given;
    }
}
