package io.asynccpu.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a stand-in for /proc and the control groups that its mount table names. */
class OomGroupTests {

    private static final long OWN = 4711;
    private static final long WORKER = 4712;

    @TempDir
    private Path directory;

    private MachineDouble machine;

    @BeforeEach
    void make() {
        machine = new MachineDouble(directory);
    }

    private void groups(String own, String worker) throws IOException {
        machine.write("proc/" + OWN + "/cgroup", own + "\n");
        machine.write("proc/" + WORKER + "/cgroup", worker + "\n");
    }

    private @Nullable Path commonEnd() {
        return OomGroup.with(machine.proc(), OWN, WORKER);
    }

    @Test
    void bothEndTogetherInAGroupThatTheKernelEndsAsAWhole() throws Exception {
        machine.mount("/", "- cgroup2 cgroup2 rw");
        groups("0::/app", "0::/app");
        Path group = machine.write("groups/app/memory.oom.group", "1\n").getParent();
        assertThat(commonEnd()).isEqualTo(group);
        machine.write("groups/app/memory.oom.group", "0\n");
        assertThat(commonEnd()).isNull();
    }

    /** As in a container, whose own group is the top of what it sees. */
    @Test
    void anAncestorsSettingCountsAlsoThatOfTheTop() throws Exception {
        machine.mount("/kubepods/pod", "- cgroup2 cgroup2 rw");
        groups("0::/kubepods/pod/app/jvm", "0::/kubepods/pod/app/jvm");
        machine.write("groups/app/jvm/memory.oom.group", "0\n");
        Path top = machine.write("groups/memory.oom.group", "1\n").getParent();
        assertThat(commonEnd()).isEqualTo(top);
    }

    @Test
    void aWorkerInAGroupOfItsOwnEndsAlone() throws Exception {
        machine.mount("/", "- cgroup2 cgroup2 rw");
        groups("0::/app", "0::/worker");
        machine.write("groups/app/memory.oom.group", "1\n");
        machine.write("groups/worker/memory.oom.group", "1\n");
        assertThat(commonEnd()).isNull();
    }

    @Test
    void aProcessThatTheKernelSparesEndsWithNobody() throws Exception {
        machine.mount("/", "- cgroup2 cgroup2 rw");
        groups("0::/app", "0::/app");
        machine.write("groups/app/memory.oom.group", "1\n");
        machine.write("proc/" + OWN + "/oom_score_adj", "-1000\n");
        assertThat(commonEnd()).isNull();
    }

    @Test
    void versionOneHasNoSuchSettingAndOtherSystemsHaveNoGroups() throws Exception {
        assertThat(commonEnd()).isNull();
        machine.mount("/", "- cgroup cgroup rw,memory");
        groups("4:memory:/app", "4:memory:/app");
        machine.write("groups/app/memory.oom.group", "1\n");
        assertThat(commonEnd()).isNull();
    }
}
