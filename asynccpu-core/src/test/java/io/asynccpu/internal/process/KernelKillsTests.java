package io.asynccpu.internal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asynccpu.internal.process.KernelKills.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a stand-in for /proc and the control groups that its mount table names. */
class KernelKillsTests {

    private static final long PID = 4711;

    @TempDir
    private Path directory;

    private MachineDouble machine;

    @BeforeEach
    void make() {
        machine = new MachineDouble(directory);
    }

    private void version2(String group) throws IOException {
        machine.write("proc/" + PID + "/cgroup", "0::" + group + "\n");
        machine.mount("/", "shared:4 - cgroup2 cgroup2 rw,nsdelegate");
    }

    private void countOfVersion2(String group, int kills) throws IOException {
        machine.write("groups" + group + "/memory.events", "low 0\nhigh 9\nmax 12\noom 3\noom_kill " + kills + "\n");
    }

    private KernelKills watch() {
        return Objects.requireNonNull(KernelKills.watch(machine.proc(), PID));
    }

    @Test
    void aKillThatWasCountedWhileTheWorkerLivedWasTheKernels() throws Exception {
        version2("/app");
        countOfVersion2("/app", 5);
        KernelKills kills = watch();
        assertThat(kills.claim()).isEqualTo(Answer.NO);
        countOfVersion2("/app", 6);
        assertThat(kills.claim()).isEqualTo(Answer.YES);
    }

    /** A process says itself what it belongs to. */
    @Test
    void ofAFileWithoutAnEndOnlyTheBeginningIsRead() throws Exception {
        version2("/app");
        countOfVersion2("/app", 5);
        machine.write("proc/" + PID + "/cgroup", "7:other:/x\n".repeat(1 << 18) + "0::/app\n");
        assertThat(KernelKills.watch(machine.proc(), PID)).isNull();
    }

    @Test
    void oneKillExplainsOneDeath() throws Exception {
        version2("/app");
        countOfVersion2("/app", 0);
        KernelKills one = watch();
        KernelKills other = watch();
        countOfVersion2("/app", 1);
        assertThat(one.claim()).isEqualTo(Answer.YES);
        assertThat(other.claim()).isEqualTo(Answer.NO);
        countOfVersion2("/app", 2);
        assertThat(other.claim()).isEqualTo(Answer.YES);
    }

    @Test
    void aGroupThatIsMadeAnewUnderItsNameCountsFromItsBeginning() throws Exception {
        version2("/app");
        countOfVersion2("/app", 0);
        KernelKills first = watch();
        countOfVersion2("/app", 3);
        assertThat(first.claim()).isEqualTo(Answer.YES);
        countOfVersion2("/app", 0);
        KernelKills second = watch();
        countOfVersion2("/app", 1);
        assertThat(second.claim()).isEqualTo(Answer.YES);
    }

    @Test
    void whereTheMemoryControllerEndsAboveTheGroupItsAncestorCounts() throws Exception {
        version2("/app/worker");
        countOfVersion2("/app", 1);
        KernelKills kills = watch();
        countOfVersion2("/app", 2);
        assertThat(kills.claim()).isEqualTo(Answer.YES);
    }

    @Test
    void versionOneIsReadWhereTheMemoryControllerIsThere() throws Exception {
        machine.write("proc/" + PID + "/cgroup", "9:name=systemd:/\n4:cpu,memory:/app\n0::/elsewhere\n");
        machine.mount("/", "- cgroup cgroup rw,cpu,memory");
        machine.write("groups/app/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 1\n");
        KernelKills kills = watch();
        machine.write("groups/app/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n");
        assertThat(kills.claim()).isEqualTo(Answer.YES);
    }

    @Test
    void inAContainerTheMountShowsOnlyTheContainersPart() throws Exception {
        machine.write("proc/" + PID + "/cgroup", "4:memory:/docker/abc/inner\n");
        machine.mount("/docker/abc", "- cgroup cgroup rw,memory");
        machine.write("groups/inner/memory.oom_control", "oom_kill 0\n");
        KernelKills kills = watch();
        machine.write("groups/inner/memory.oom_control", "oom_kill 1\n");
        assertThat(kills.claim()).isEqualTo(Answer.YES);
    }

    @Test
    void aGroupThatIsGoneLeavesItUnknown() throws Exception {
        version2("/app");
        countOfVersion2("/app", 0);
        KernelKills kills = watch();
        Files.delete(machine.root().resolve("groups/app/memory.events"));
        assertThat(kills.claim()).isEqualTo(Answer.UNKNOWN);
    }

    @Test
    void withoutControlGroupsNothingIsKnown() throws Exception {
        assertThat(KernelKills.watch(machine.proc(), PID)).isNull();
        version2("/../outside");
        machine.write("outside/memory.events", "oom_kill 0\n");
        assertThat(KernelKills.watch(machine.proc(), PID)).isNull();
        countOfVersion2("/app", 0);
        machine.write("proc/" + PID + "/cgroup", "garbage\n");
        assertThat(KernelKills.watch(machine.proc(), PID)).isNull();
    }

    @Test
    void onThisMachineNoKillIsCountedForNothing() {
        KernelKills kills =
                KernelKills.watch(Path.of("/proc"), ProcessHandle.current().pid());
        assumeTrue(kills != null, "no control groups here");
        assertThat(kills.claim()).isEqualTo(Answer.NO);
    }
}
