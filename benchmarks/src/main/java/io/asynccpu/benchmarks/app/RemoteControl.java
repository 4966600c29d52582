package io.asynccpu.benchmarks.app;

import io.asynccpu.api.ProcessTask;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** What {@link RunningApplication} asks for over standard input; each line gets one line back. */
@Component
class RemoteControl {

    private final NoOps noOps;
    private final HungryTasks hungryTasks;
    private final Environment environment;
    private volatile boolean hungry;

    RemoteControl(NoOps noOps, HungryTasks hungryTasks, Environment environment) {
        this.noOps = noOps;
        this.hungryTasks = hungryTasks;
        this.environment = environment;
    }

    /** Until the input ends. */
    void obey(InputStream in, PrintStream out) throws IOException {
        out.println("ready " + environment.getProperty("local.server.port"));
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split(" ", -1);
            out.println(
                    switch (words[0]) {
                        case "first-task" -> firstTask();
                        case "eat" -> eat(words[1].equals("processes"), Integer.parseInt(words[2]));
                        case "relax" -> relax();
                        default -> throw new IllegalArgumentException(line);
                    });
        }
        relax();
    }

    /** How long it waited for its worker to be ready, in nanoseconds, and that worker's pid. */
    private String firstTask() {
        ProcessTask<Long> task = (ProcessTask<Long>) noOps.pid();
        long pid = task.join();
        return task.statistics().queued().toNanos() + " " + pid;
    }

    /** Two tasks at a time, always. */
    private String eat(boolean inProcesses, int mebibytes) {
        hungry = true;
        for (int i = 0; i < 2; i++) {
            next(inProcesses, mebibytes);
        }
        return "eating";
    }

    private void next(boolean inProcesses, int mebibytes) {
        CompletableFuture<Integer> task =
                inProcesses ? hungryTasks.inProcess(mebibytes) : hungryTasks.onThread(mebibytes);
        var unused = task.whenComplete((eaten, failure) -> {
            if (failure != null) {
                throw new IllegalStateException("A hungry task failed; its share of the heap is too small", failure);
            }
            if (hungry) {
                next(inProcesses, mebibytes);
            }
        });
    }

    private String relax() {
        hungry = false;
        return "relaxed";
    }
}
