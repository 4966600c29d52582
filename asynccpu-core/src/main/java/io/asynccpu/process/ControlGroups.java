package io.asynccpu.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Where the kernel tells of the memory of a process's control group. */
final class ControlGroups {

    /** Far more than a machine's mounts take. */
    private static final int MOST_BYTES = 1 << 20;

    private ControlGroups() {}

    /**
     * One mount in which the group is seen.
     *
     * @param version of control groups
     * @param directories the group's, then those of its ancestors that are seen, too
     */
    record Lineage(int version, List<Path> directories) {}

    /**
     * As this process sees it, which in a container is not where the process's own path says.
     *
     * @param proc where the kernel tells of processes
     * @throws IOException also where there are no control groups, as on other systems than Linux
     */
    static List<Lineage> of(Path proc, long pid) throws IOException {
        String version1 = null;
        String version2 = null;
        for (String line : lines(proc.resolve(Long.toString(pid)).resolve("cgroup"))) {
            String[] fields = line.split(":", 3);
            if (fields.length == 3 && Arrays.asList(fields[1].split(",")).contains("memory")) {
                version1 = fields[2];
            } else if (fields.length == 3 && fields[0].equals("0")) {
                version2 = fields[2];
            }
        }
        List<Lineage> found = new ArrayList<>();
        for (String mount : lines(proc.resolve("self").resolve("mountinfo"))) {
            String[] halves = mount.split(" - ", 2);
            if (version1 != null && halves.length == 2 && halves[1].matches("cgroup \\S+ (\\S*,)?memory(,\\S*)?")) {
                found.add(new Lineage(1, lineage(halves[0].split(" "), Path.of(version1))));
            } else if (version1 == null && version2 != null && halves.length == 2 && halves[1].startsWith("cgroup2 ")) {
                found.add(new Lineage(2, lineage(halves[0].split(" "), Path.of(version2))));
            }
        }
        return found;
    }

    private static List<Path> lineage(String[] mount, Path group) {
        Path root = Path.of(mount[3].replace("\\040", " "));
        Path top = Path.of(mount[4].replace("\\040", " "));
        Path inside = group.startsWith(root)
                ? root.relativize(group)
                : group.getRoot().relativize(group);
        List<Path> directories = new ArrayList<>();
        Path directory = top.resolve(inside).normalize();
        while (directory != null && directory.startsWith(top)) {
            directories.add(directory);
            directory = directory.getParent();
        }
        return directories;
    }

    /** Of the beginning: a process names its own group, and others may have mounted what they like. */
    static List<String> lines(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }
}
