package io.asynccpu.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What this JVM has and what its pools may leave: processes, threads, descriptors, files, mappings. Linux sees all of it. */
final class Inventory {

    private Inventory() {}

    /** All there is now. Things that the JVM keeps for itself, such as opened jars, are left out. */
    static TreeSet<String> take() throws IOException {
        TreeSet<String> items = new TreeSet<>();
        ProcessHandle.current()
                .descendants()
                .forEach(process -> items.add("process " + process.pid() + " "
                        + process.info().command().orElse("")));
        Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("asynccpu-"))
                .forEach(name -> items.add("thread " + name));
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            String own = "asynccpu-" + ProcessHandle.current().pid() + "-";
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(own))
                    .forEach(name -> items.add("file " + name));
        }
        Path self = Path.of("/proc/self");
        if (Files.isDirectory(self)) {
            items.addAll(descriptors(self.resolve("fd")));
            items.addAll(mappings(self.resolve("maps")));
        }
        return items;
    }

    private static List<String> descriptors(Path directory) throws IOException {
        try (Stream<Path> links = Files.list(directory)) {
            return links.map(Inventory::descriptor)
                    .filter(target -> !target.isEmpty() && !target.endsWith(".jar") && !target.endsWith("/fd"))
                    .toList();
        }
    }

    private static String descriptor(Path link) {
        try {
            return "descriptor " + link.getFileName() + " " + Files.readSymbolicLink(link);
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }

    private static List<String> mappings(Path maps) throws IOException {
        return Files.readAllLines(maps).stream()
                .filter(line -> line.contains("/asynccpu-"))
                .map(line -> "mapping " + line)
                .toList();
    }
}
