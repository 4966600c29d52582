package io.asynccpu.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.WorkerCrashedException;
import io.asynccpu.internal.channel.FrameChannel;
import io.asynccpu.support.ChildChannel;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import java.io.FileDescriptor;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What tasks start besides, and what becomes of it. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
@PoolTest
class OffspringTests {

    /** As native code does that starts a process without closing what is not meant for it. */
    public static int leavesItsSocketToAGrandchild() throws Exception {
        Object socket = field(FrameChannel.class, "socket").get(ChildChannel.channel());
        int descriptor =
                field(Class.forName("sun.nio.ch.SocketChannelImpl"), "fdVal").getInt(socket);
        Class<?> pipe = Class.forName("java.lang.ProcessBuilder$RedirectPipeImpl");
        Constructor<?> maker = pipe.getDeclaredConstructor();
        maker.setAccessible(true);
        Object redirect = maker.newInstance();
        field(FileDescriptor.class, "fd").setInt(field(pipe, "fd").get(redirect), descriptor);
        ProcessBuilder builder = new ProcessBuilder("sleep", "1000").redirectError(ProcessBuilder.Redirect.DISCARD);
        Method redirects = ProcessBuilder.class.getDeclaredMethod("redirects");
        redirects.setAccessible(true);
        Array.set(redirects.invoke(builder), 1, redirect);
        Process grandchild = builder.start();
        Path held = Files.readSymbolicLink(Path.of("/proc/" + grandchild.pid() + "/fd/1"));
        Runtime.getRuntime().halt(held.toString().startsWith("socket:") ? 7 : 8);
        return 0;
    }

    private static Field field(Class<?> owner, String name) throws ReflectiveOperationException {
        Field field = owner.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    @Test
    void aGrandchildThatHoldsTheWorkersSocketDoesNotHideItsDeath() throws Exception {
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .jvmArgs(
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "--add-opens=java.base/java.io=ALL-UNNAMED",
                        "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED")
                .build()) {
            ProcessTask<Integer> task = pool.createProcessTask(OffspringTests::leavesItsSocketToAGrandchild);
            assertThatThrownBy(() -> task.get(30, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOf(WorkerCrashedException.class)
                    .hasMessageContaining("exited with code 7");
            assertThat(pool.createProcessTask(Tasks::pid).get(60, TimeUnit.SECONDS))
                    .isPositive();
        }
    }

    @Test
    void anOrphanEndsWithThePool() throws Exception {
        ProcessHandle orphan;
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            orphan = handle(pool.createProcessTask(Tasks::startsOrphan).get());
            assertThat(pool.createProcessTask(Tasks::pid).get()).isPositive();
            assertThat(orphan.isAlive()).isTrue();
        }
        awaitEnd(orphan);
    }

    @Test
    void whatASuddenlyDeadWorkerHadStartedEndsWithIt(ProcessTaskPoolExecutor pool) throws Exception {
        ProcessHandle orphan =
                handle(pool.createProcessTask(Tasks::startsOrphan).get());
        ProcessHandle child =
                handle(pool.createProcessTask(Tasks::startsGrandchild).get());
        ProcessTask<Integer> halts = pool.createProcessTask(Tasks::halts, 5);
        assertThatThrownBy(halts::get).hasCauseInstanceOf(WorkerCrashedException.class);
        awaitEnd(orphan);
        awaitEnd(child);
    }

    @Test
    void whatAnotherWorkerHasStartedIsSpared() throws Exception {
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build();
                var other = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            ProcessHandle spared =
                    handle(other.createProcessTask(Tasks::startsOrphan).get());
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
