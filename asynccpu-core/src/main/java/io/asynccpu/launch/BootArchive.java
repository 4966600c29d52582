package io.asynccpu.launch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Spring Boot executable archive: its classes stand in nested jars, which only its own launchers can read. Of those
 * only {@link #LAUNCHER} starts another class than the application's.
 */
record BootArchive(ArchiveManifest manifest) {

    static final String LAUNCHER = "org.springframework.boot.loader.launch.PropertiesLauncher";

    private static final String LAUNCHERS = "org.springframework.boot.loader.launch.";
    private static final String LOADERS = "org.springframework.boot.loader.";
    private static final String WAR_PATH = "WEB-INF/classes/,WEB-INF/lib/,WEB-INF/lib-provided/";

    /** The archive that the class was loaded from; null if no launcher loaded it. */
    static @Nullable BootArchive loadedFrom(List<Path> classPath, Class<?> type) {
        return isLoadedByLauncher(type)
                ? classPath.stream()
                        .map(ArchiveManifest::read)
                        .filter(BootArchive::isExecutable)
                        .findFirst()
                        .map(BootArchive::new)
                        .orElse(null)
                : null;
    }

    private static boolean isExecutable(ArchiveManifest manifest) {
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

    /** This launcher knows the inside of a jar by itself, that of a WAR only when told. */
    private @Nullable String path(@Nullable String given) {
        String classes = manifest.get("Spring-Boot-Classes");
        boolean war = classes != null && classes.startsWith("WEB-INF/");
        if (!war || (given != null && given.contains("WEB-INF/"))) {
            return given;
        }
        return given == null ? WAR_PATH : WAR_PATH + "," + given;
    }
}
