package io.asynccpu.internal.launch;

import io.asynccpu.internal.launch.archive.StartupArchive;
import io.asynccpu.internal.launch.archive.StartupArchives;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The arguments that start the workers of one pool from an archive of the start-up cache, or record one. */
record ArchiveArguments(StartupArchives archives, ApplicationForm form, String mainClass) {

    /** Options with which users control archives themselves, or with which the JVM refuses archives. */
    private static final List<String> CONFLICTS = List.of(
            "-Xshare",
            "-XX:SharedArchiveFile",
            "-XX:ArchiveClassesAtExit",
            "-XX:+AutoCreateSharedArchive",
            "-XX:AOT",
            "-XX:SharedClassListFile",
            "-XX:DumpLoadedClassList",
            "-javaagent",
            "-agent",
            "-Xrun",
            "-Xbootclasspath",
            "-Djava.system.class.loader",
            "--patch-module",
            "--upgrade-module-path",
            "--module-path",
            "--limit-modules");

    /** Returns null if the pool has no start-up cache. */
    static @Nullable ArchiveArguments of(ApplicationForm form, LaunchSettings settings, String mainClass) {
        List<String> options = Stream.concat(InheritedOptions.ofThisJvm().stream(), settings.jvmArgs().stream())
                .toList();
        if (!settings.startupCache().isOn()
                || form.classes() == null
                || options.stream().anyMatch(option -> CONFLICTS.stream().anyMatch(option::startsWith))) {
            return null;
        }
        List<String> ingredients = new ArrayList<>();
        ingredients.add(settings.kind());
        ingredients.add("-Xmx" + settings.maxHeap());
        // Without system properties, which do not affect an archive and may be different for each process.
        options.stream().filter(option -> !option.startsWith("-D")).forEach(ingredients::add);
        return new ArchiveArguments(
                new StartupArchives(settings.startupCache(), settings.javaHome(), form.classes(), ingredients),
                form,
                mainClass);
    }

    List<String> arguments(StartupArchive archive, Path argumentFile) throws IOException {
        List<String> arguments = new ArrayList<>(archive.options());
        arguments.addAll(form.javaArguments(mainClass, archive.classPath(), argumentFile));
        return arguments;
    }
}
