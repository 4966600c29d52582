package io.asynccpu.internal.jfr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.TaskTimeoutException;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What of a pool stands in a flight recording. */
@Timeout(120)
@PoolTest
class FlightRecordingTests {

    @TempDir
    private Path directory;

    private List<RecordedEvent> events(Recording recording) throws IOException {
        Path file = directory.resolve("recording.jfr");
        recording.dump(file);
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().startsWith("io.asynccpu."))
                .toList();
    }

    private static List<RecordedEvent> of(List<RecordedEvent> events, String name) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals("io.asynccpu." + name))
                .toList();
    }

    private static RecordedEvent of(List<RecordedEvent> events, String name, ProcessTask<?> task) {
        return of(events, name).stream()
                .filter(event -> event.getLong("taskId") == task.taskId())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void startsEndsAndDeathsStandInIt() throws Exception {
        try (Recording recording = new Recording()) {
            recording.start();
            ProcessTask<Long> good;
            ProcessTask<String> bad;
            ProcessTask<Integer> deadly;
            ProcessTask<String> late;
            try (var pool = ProcessTaskPoolExecutor.builder()
                    .name("flown")
                    .maxWorkers(1)
                    .build()) {
                good = pool.createProcessTask(Tasks::pid);
                good.join();
                bad = pool.createProcessTask(Tasks::fails, "secret");
                assertThatThrownBy(bad::join).isInstanceOf(CompletionException.class);
                deadly = pool.createProcessTask(Tasks::halts, 7);
                assertThatThrownBy(deadly::join).isInstanceOf(CompletionException.class);
            }
            try (var pool = ProcessTaskPoolExecutor.builder()
                    .name("flown")
                    .maxWorkers(1)
                    .timeout(Duration.ofMillis(1))
                    .cancelGracePeriod(Duration.ofSeconds(60))
                    .build()) {
                late = pool.createProcessTask(
                        Tasks::waits, directory.resolve("diary").toString());
                assertThatThrownBy(late::join).hasCauseInstanceOf(TaskTimeoutException.class);
            }
            recording.stop();
            List<RecordedEvent> events = events(recording);
            assertThat(of(events, "TaskStarted")).hasSize(4);
            assertThat(of(events, "TaskStarted", good)).satisfies(event -> {
                assertThat(event.getString("pool")).isEqualTo("flown");
                assertThat(event.getString("task")).isNotEmpty();
                assertThat(event.getInt("attempt")).isEqualTo(1);
                assertThat(event.getLong("workerPid")).isEqualTo(good.workerPid());
                assertThat(event.getStackTrace()).isNull();
                assertThat(event.getEventType().getCategoryNames()).containsExactly("asynccpu");
            });
            assertThat(of(events, "TaskEnded")).hasSize(4);
            assertThat(of(events, "TaskEnded", good)).satisfies(event -> {
                assertThat(event.getString("state")).isEqualTo("SUCCEEDED");
                assertThat(event.getString("failure")).isNull();
                assertThat(event.getDuration("queued"))
                        .isEqualTo(good.statistics().queued());
                assertThat(event.getDuration("running"))
                        .isEqualTo(good.statistics().running());
                assertThat(event.getDuration("cpuTime"))
                        .isEqualTo(good.statistics().cpuTime());
                assertThat(event.getLong("allocated"))
                        .isEqualTo(good.statistics().allocatedBytes());
            });
            assertThat(of(events, "TaskEnded", bad).getString("failure"))
                    .isEqualTo(IllegalStateException.class.getName());
            assertThat(of(events, "TaskEnded", deadly).getString("failure")).endsWith(".WorkerCrashedException");
            assertThat(of(events, "TaskEnded", late).getString("state")).isEqualTo("TIMED_OUT");
            assertThat(of(events, "WorkerReady")).isNotEmpty().allSatisfy(event -> assertThat(
                            event.getDuration("startup"))
                    .isPositive());
            assertThat(of(events, "WorkerEnded"))
                    .filteredOn(event -> event.getString("kind").equals("DIED"))
                    .singleElement()
                    .satisfies(event -> {
                        assertThat(event.getString("cause")).isEqualTo("EXITED");
                        assertThat(event.getInt("exitCode")).isEqualTo(7);
                        assertThat(event.getLong("workerPid")).isEqualTo(deadly.workerPid());
                        assertThat(event.getLong("tasksDone")).isEqualTo(2);
                        assertThat(event.getString("reason")).contains("7");
                    });
            assertThat(events).allSatisfy(event -> assertThat(event.toString()).doesNotContain("secret"));
        }
    }

    @Test
    void whoDoesNotWantAnEventSwitchesItOff() throws Exception {
        try (Recording recording = new Recording()) {
            recording.disable("io.asynccpu.TaskStarted");
            recording.start();
            try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
                pool.createProcessTask(Tasks::pid).join();
            }
            recording.stop();
            assertThat(of(events(recording), "TaskStarted")).isEmpty();
            assertThat(of(events(recording), "TaskEnded")).hasSize(1);
        }
    }

    @Test
    void afterTheLastRecordingNothingIsGathered() {
        try (Recording recording = new Recording()) {
            recording.start();
        }
        assertThat(FlightRecording.isOn()).isTrue();
        FlightRecording.taskStarted("pool", unwanted(), unwanted());
        FlightRecording.taskEnded("pool", unwanted(), unwanted(), unwanted());
    }

    private static <T> Supplier<T> unwanted() {
        return () -> {
            throw new AssertionError("Nobody wants it");
        };
    }

    /** Main class of another JVM. */
    static final class Unrecorded {

        public static void main(String[] args) {
            try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
                System.out.println(
                        "A task ran: " + (pool.createProcessTask(Tasks::pid).join() > 0));
            }
        }
    }

    private List<String> outputOf(String... jvmArguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(jvmArguments));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Unrecorded.class.getName()));
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(String.join("\n", lines)).isZero();
        assertThat(lines).contains("A task ran: true");
        return lines;
    }

    @Test
    void whileNobodyRecordsNoClassOfAnEventIsLoaded() throws Exception {
        assertThat(outputOf("-Xlog:class+load"))
                .anyMatch(line -> line.contains("io.asynccpu.internal.jfr.FlightRecording "))
                .noneMatch(line ->
                        line.contains("io.asynccpu.internal.jfr.TaskEnded ") || line.contains(" jdk.jfr.Event "));
    }

    /** As in an image that was linked without it. */
    @Test
    void aJvmWithoutTheFlightRecorderNeedsNone() throws Exception {
        assertThat(outputOf("--limit-modules", "java.se,jdk.unsupported,jdk.management", "-Xlog:class+load"))
                .noneMatch(line -> line.contains(" jdk.jfr."));
    }
}
