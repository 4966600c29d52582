package io.asynccpu.internal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.WorkerCrashedException;
import io.asynccpu.support.ParentJvm;
import io.asynccpu.support.Tasks;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Tag("process")
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class PidOneTests {

    private static final List<String> CONTAINER = List.of("unshare", "--pid", "--fork", "--mount-proc", "--kill-child");

    /** Whose workers crash and leave orphans. */
    public static final class Parent {
        public static void main(String[] args) throws Exception {
            try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
                for (int i = 0; i < 2; i++) {
                    long orphan = pool.createProcessTask(Tasks::startsOrphan).get();
                    ProcessTask<Integer> halts = pool.createProcessTask(Tasks::halts, 5);
                    assertThatThrownBy(halts::get).hasCauseInstanceOf(WorkerCrashedException.class);
                    ProcessHandle.of(orphan)
                            .ifPresent(process -> process.onExit().join());
                }
            }
            System.out.println(
                    "pid " + ProcessHandle.current().pid() + " zombies " + ProcessTaskPoolExecutor.zombies());
        }
    }

    @Test
    void aParentThatIsProcessOneSaysOnceWhatFollowsAndCountsZombies() throws Exception {
        assumeTrue(exitCode(List.of("true")) == 0, "this user cannot make a PID namespace");
        String output = run(CONTAINER);
        assertThat(output).contains("pid 1 zombies OptionalInt[2]").containsOnlyOnce("This JVM is process 1");
        assertThat(output).contains("--init");
    }

    @Test
    void anyOtherParentSaysNothing() throws Exception {
        assertThat(run(List.of())).contains("zombies OptionalInt.empty").doesNotContain("process 1,");
    }

    private static String run(List<String> prefix) throws Exception {
        Process process = ParentJvm.builder(prefix, List.of(), Parent.class)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private static int exitCode(List<String> command) throws Exception {
        List<String> contained = new ArrayList<>(CONTAINER);
        contained.addAll(command);
        try {
            return new ProcessBuilder(contained).start().waitFor();
        } catch (java.io.IOException noSuchProgram) {
            return 127;
        }
    }
}
