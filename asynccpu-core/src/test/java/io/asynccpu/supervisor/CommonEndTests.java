package io.asynccpu.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a stand-in for /proc and the control groups that its mount table names. */
class CommonEndTests {

    private static final long OWN = 4711;
    private static final long WORKER = 4712;

    @TempDir
    private Path machine;

    private Path write(String file, String text) throws IOException {
        Path path = machine.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, text);
    }

    private void mount(String root, String kind) throws IOException {
        write(
                "proc/self/mountinfo",
                "22 1 0:20 / /proc rw - proc proc rw\n31 23 0:28 " + root + " " + machine.resolve("groups") + " rw - "
                        + kind + "\n");
    }

    private void groups(String own, String worker) throws IOException {
        write("proc/" + OWN + "/cgroup", own + "\n");
        write("proc/" + WORKER + "/cgroup", worker + "\n");
    }

    private @Nullable Path commonEnd() {
        return CommonEnd.with(machine.resolve("proc"), OWN, WORKER);
    }

    @Test
    void bothEndTogetherInAGroupThatTheKernelEndsAsAWhole() throws Exception {
        mount("/", "cgroup2 cgroup2 rw");
        groups("0::/app", "0::/app");
        Path group = write("groups/app/memory.oom.group", "1\n").getParent();
        assertThat(commonEnd()).isEqualTo(group);
        write("groups/app/memory.oom.group", "0\n");
        assertThat(commonEnd()).isNull();
    }

    /** As in a container, whose own group is the top of what it sees. */
    @Test
    void anAncestorsSettingCountsAlsoThatOfTheTop() throws Exception {
        mount("/kubepods/pod", "cgroup2 cgroup2 rw");
        groups("0::/kubepods/pod/app/jvm", "0::/kubepods/pod/app/jvm");
        write("groups/app/jvm/memory.oom.group", "0\n");
        Path top = write("groups/memory.oom.group", "1\n").getParent();
        assertThat(commonEnd()).isEqualTo(top);
    }

    @Test
    void aWorkerInAGroupOfItsOwnEndsAlone() throws Exception {
        mount("/", "cgroup2 cgroup2 rw");
        groups("0::/app", "0::/worker");
        write("groups/app/memory.oom.group", "1\n");
        write("groups/worker/memory.oom.group", "1\n");
        assertThat(commonEnd()).isNull();
    }

    @Test
    void aProcessThatTheKernelSparesEndsWithNobody() throws Exception {
        mount("/", "cgroup2 cgroup2 rw");
        groups("0::/app", "0::/app");
        write("groups/app/memory.oom.group", "1\n");
        write("proc/" + OWN + "/oom_score_adj", "-1000\n");
        assertThat(commonEnd()).isNull();
    }

    @Test
    void versionOneHasNoSuchSettingAndOtherSystemsHaveNoGroups() throws Exception {
        assertThat(commonEnd()).isNull();
        mount("/", "cgroup cgroup rw,memory");
        groups("4:memory:/app", "4:memory:/app");
        write("groups/app/memory.oom.group", "1\n");
        assertThat(commonEnd()).isNull();
    }
}
