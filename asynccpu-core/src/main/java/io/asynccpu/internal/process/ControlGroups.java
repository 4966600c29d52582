package io.asynccpu.internal.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The memory control groups of a process, as directories. */
final class ControlGroups {

    /** Far more than a machine's mount table takes. */
    private static final int MOST_BYTES = 1 << 20;

    private ControlGroups() {}

    /**
     * One mount in which the group is visible.
     *
     * @param version of control groups
     * @param directories the group's directory, then those of its visible ancestors
     */
    record Lineage(int version, List<Path> directories) {}

    /**
     * The groups as this process sees them, which in a container is not at the process's own path.
     *
     * @param proc mount point of the proc file system
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

    /** The first lines only: a process chooses the name of its own group, and other users may mount anything. */
    static List<String> lines(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }
}
