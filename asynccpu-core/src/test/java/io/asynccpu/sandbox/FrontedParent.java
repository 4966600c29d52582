package io.asynccpu.sandbox;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.ProcessTaskPoolExecutorBuilder;
import io.asynccpu.api.HeapDump;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.Sandbox;
import io.asynccpu.api.TaskFunction0;
import io.asynccpu.api.ThreadDump;
import io.asynccpu.api.WorkerCrashedException;
import io.asynccpu.support.DeadlyTasks;
import io.asynccpu.support.HarmlessTasks;
import io.asynccpu.support.Poll;
import io.asynccpu.support.PoolEvents;
import io.asynccpu.support.Tasks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/** A JVM whose workers have a program in front of them. It tells facts about them, a name and a value on each line. */
final class FrontedParent {

    /** More than any program in front takes, and less than a JVM. */
    private static final long MEMORY = 24 << 20;

    private FrontedParent() {}

    /** What stands in front of the worker's JVM and stays there. */
    enum Front {
        SANDBOX(List.of(), true),
        PREFIX(List.of("sh", "-c", "\"$@\"; exit $?", "sh"), false),
        PREFIX_AND_SANDBOX(List.of("sh", "-c", "\"$@\"; exit $?", "sh"), true);

        private final List<String> prefix;
        private final boolean isWalled;

        Front(List<String> prefix, boolean isWalled) {
            this.prefix = prefix;
            this.isWalled = isWalled;
        }
    }

    /** @param args the front; a directory for dumps */
    public static void main(String[] args) throws Exception {
        Front front = Front.valueOf(args[0]);
        Path directory = Path.of(args[1]);
        try (ProcessTaskPoolExecutor pool =
                builder(front).crashReports(directory).build()) {
            ProcessTask<Integer> task = waiting(pool);
            long pid = task.workerPid();
            tell("program", program(pid));
            tell("snapshot", pool.snapshot().workers().get(0).pid() == pid);
            int worker = pool.snapshot().workers().get(0).id();
            ThreadDump threads = pool.threadDump(worker).get();
            tell("thread dump", threads.pid() == pid && threads.text().contains("waitsForever"));
            HeapDump heap = pool.heapDump(worker).get();
            tell("heap dump", heap.pid() == pid && heap.bytes() == Files.size(heap.file()) && heap.bytes() > 1 << 20);
            tell("heap dump is for", PosixFilePermissions.toString(Files.getPosixFilePermissions(heap.file())));
            try (Stream<Path> temporary = Files.list(Path.of("/proc/" + pid + "/root/tmp"))) {
                tell(
                        "rest of the dump",
                        temporary
                                .filter(file -> file.toString().endsWith(".hprof"))
                                .count());
            }
        }
        tellDeath("crash", front, directory, DeadlyTasks::crashes);
        tellDeath("heap", front, directory, Tasks::exhaustsHeap);
        tellDeath("exit", front, directory, FrontedParent::exits);
        PoolEvents events = new PoolEvents();
        try (ProcessTaskPoolExecutor pool = builder(front).listener(events).build()) {
            ProcessTask<Integer> task = waiting(pool);
            signal("KILL", task.workerPid());
            tell("kill", death(task).signal());
        }
        try (ProcessTaskPoolExecutor pool = builder(front)
                .silenceTimeout(Duration.ofSeconds(1))
                .listener(events)
                .build()) {
            ProcessTask<Integer> task = waiting(pool);
            signal("STOP", task.workerPid());
            tell("stop", death(task).getMessage().contains("it was frozen"));
        }
        PoolEvents recycled = new PoolEvents();
        try (ProcessTaskPoolExecutor pool =
                builder(front).maxWorkerMemory(MEMORY).listener(recycled).build()) {
            var unused = pool.createProcessTask(Tasks::pid).get();
            tell("recycling", recycled.awaitEnds(1).get(0).contains("max-worker-memory"));
        }
        tell("left", ProcessHandle.current().descendants().count());
    }

    private static ProcessTaskPoolExecutorBuilder builder(Front front) {
        return ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .maxHeap(64 << 20)
                .commandPrefix(front.prefix)
                .cancelTasksWhenShutdown(true)
                .sandbox(front.isWalled ? Sandbox.bubblewrap().build() : Sandbox.NONE);
    }

    /** A task that has started: if its worker died before, it would be started once more. */
    private static ProcessTask<Integer> waiting(ProcessTaskPoolExecutor pool) throws Exception {
        ProcessTask<Integer> task = pool.createProcessTask(HarmlessTasks::waitsForever);
        awaitStart(pool, task);
        return task;
    }

    static void awaitStart(ProcessTaskPoolExecutor pool, ProcessTask<?> task) throws Exception {
        Poll.until("a worker", () -> task.workerPid() > 0);
        int worker = pool.snapshot().workers().get(0).id();
        Poll.until("the task", () -> pool.threadDump(worker).get().text().contains("waitsForever"));
    }

    private static String program(long pid) {
        return Path.of(FugitiveParent.commandLine(pid).split("\0", -1)[0])
                .getFileName()
                .toString();
    }

    public static int exits() {
        return Tasks.halts(7);
    }

    private static void tellDeath(String name, Front front, Path reports, TaskFunction0<Integer> deadly)
            throws Exception {
        try (ProcessTaskPoolExecutor pool = builder(front).crashReports(reports).build()) {
            WorkerCrashedException death = death(pool.createProcessTask(deadly));
            tell(name, death.getClass().getSimpleName());
            tell(name + " code", death.exitCode());
            tell(name + " signal", death.signal());
            tell(name + " report", death.crashReport() != null);
        }
    }

    private static WorkerCrashedException death(ProcessTask<?> task) throws Exception {
        try {
            throw new AssertionError(task.get());
        } catch (ExecutionException e) {
            return (WorkerCrashedException) e.getCause();
        }
    }

    private static void signal(String signal, long pid) throws Exception {
        new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor();
    }

    private static void tell(String name, Object value) {
        System.out.println(name + "\t" + value);
    }
}
