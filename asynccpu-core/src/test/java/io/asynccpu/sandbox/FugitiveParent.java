package io.asynccpu.sandbox;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.Sandbox;
import io.asynccpu.support.DeadlyTasks;
import io.asynccpu.support.HarmlessTasks;
import io.asynccpu.support.Poll;
import io.asynccpu.support.Tasks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A JVM whose worker has started a program that flees from it: twice forked, in a session and with an environment of its own. */
final class FugitiveParent {

    private FugitiveParent() {}

    /** What ends the worker. */
    enum End {
        CANCEL,
        EXIT,
        CRASH,
        CLOSE,
        KILL_OF_THE_WORKER,
        KILL_OF_THE_PARENT,
        KILL_OF_THE_OUTER_BWRAP,
        KILL_OF_THE_INNER_BWRAP
    }

    /** @param args whether there is a wall; what ends the worker; a number that marks the program */
    public static void main(String[] args) throws Exception {
        Sandbox wall = Sandbox.bubblewrap().read(Path.of("/usr/bin")).build();
        ProcessTaskPoolExecutor pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .sandbox(Boolean.parseBoolean(args[0]) ? wall : Sandbox.NONE)
                .cancelGracePeriod(Duration.ofMillis(100))
                .cancelTasksWhenShutdown(true)
                .build();
        pool.createProcessTask(FugitiveParent::flees, args[2]).get();
        Poll.until("its flight", () -> !fled(args[2]).isEmpty());
        End end = End.valueOf(args[1]);
        if (end == End.EXIT) {
            var unused = pool.createProcessTask(Tasks::exits, 3);
        } else if (end == End.CRASH) {
            var unused = pool.createProcessTask(DeadlyTasks::crashes);
        } else if (end == End.CLOSE) {
            pool.close();
        } else {
            ProcessTask<Integer> task = end == End.CANCEL
                    ? pool.createProcessTask(DeadlyTasks::waitsDeaf)
                    : pool.createProcessTask(HarmlessTasks::waitsForever);
            // A task that has not started yet is cancelled without any harm to its worker.
            FrontedParent.awaitStart(pool, task);
            long worker = task.workerPid();
            if (end == End.CANCEL) {
                task.cancel(true);
            }
            System.out.println("worker " + worker);
        }
        System.out.println("done");
        new CountDownLatch(1).await();
    }

    /** In the worker. Its environment is empty, so it bears no mark. */
    public static int flees(String mark) throws Exception {
        return new ProcessBuilder(
                        "/usr/bin/perl",
                        "-e",
                        "exit if fork; use POSIX; POSIX::setsid(); exit if fork; %ENV = ();"
                                + " open(STDIN, '<', '/dev/null'); open(STDOUT, '>', '/dev/null'); open(STDERR, '>', '/dev/null');"
                                + " exec '/usr/bin/env', '-i', '/usr/bin/sleep', $ARGV[0]",
                        mark)
                .start()
                .waitFor();
    }

    /** The program that has fled, as the system shows it. */
    static List<ProcessHandle> fled(String mark) {
        return commandLines("/usr/bin/sleep", mark).stream()
                .filter(process -> !commandLine(process.pid()).contains("perl"))
                .toList();
    }

    /** Processes with all these words on their command line. */
    static List<ProcessHandle> commandLines(String... words) {
        return ProcessHandle.allProcesses()
                .filter(process -> Arrays.stream(words).allMatch(commandLine(process.pid())::contains))
                .toList();
    }

    /** Empty if it has ended. */
    static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }
}
