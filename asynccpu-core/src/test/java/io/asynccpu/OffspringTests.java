package io.asynccpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.WorkerCrashedException;
import io.asynccpu.support.NothingLeftBehind;
import io.asynccpu.support.Tasks;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** What tasks start besides, and what becomes of it. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
@ExtendWith(NothingLeftBehind.class)
class OffspringTests {

    /** Its parent, a shell, ends at once, so it is nobody's descendant; and it leaves the session. */
    public static long startsAnOrphan() throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", "setsid sleep 1000 >/dev/null 2>&1 & echo $!").start();
        long pid = Long.parseLong(new String(shell.getInputStream().readAllBytes()).trim());
        shell.waitFor();
        return pid;
    }

    @Test
    void anOrphanEndsWithThePool() throws Exception {
        ProcessHandle orphan;
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            orphan = handle(
                    pool.createProcessTask(OffspringTests::startsAnOrphan).get());
            assertThat(pool.createProcessTask(Tasks::pid).get()).isPositive();
            assertThat(orphan.isAlive()).isTrue();
        }
        awaitEnd(orphan);
    }

    @Test
    void whatASuddenlyDeadWorkerHadStartedEndsWithIt() throws Exception {
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            ProcessHandle orphan = handle(
                    pool.createProcessTask(OffspringTests::startsAnOrphan).get());
            ProcessHandle child =
                    handle(pool.createProcessTask(Tasks::startsGrandchild).get());
            ProcessTask<Integer> halts = pool.createProcessTask(Tasks::halts, 5);
            assertThatThrownBy(halts::get).hasCauseInstanceOf(WorkerCrashedException.class);
            awaitEnd(orphan);
            awaitEnd(child);
        }
    }

    @Test
    void whatAnotherWorkerHasStartedIsSpared() throws Exception {
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build();
                var other = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            ProcessHandle spared = handle(
                    other.createProcessTask(OffspringTests::startsAnOrphan).get());
            ProcessTask<Integer> halts = pool.createProcessTask(Tasks::halts, 5);
            assertThatThrownBy(halts::get).hasCauseInstanceOf(WorkerCrashedException.class);
            assertThat(pool.createProcessTask(Tasks::pid).get()).isPositive();
            assertThat(spared.isAlive()).isTrue();
        }
    }

    private static ProcessHandle handle(long pid) {
        return ProcessHandle.of(pid).orElseThrow();
    }

    private static void awaitEnd(ProcessHandle process) throws Exception {
        process.onExit().get(20, TimeUnit.SECONDS);
    }
}
