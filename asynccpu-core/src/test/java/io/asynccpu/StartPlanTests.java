package io.asynccpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.asynccpu.api.StartupCache;
import io.asynccpu.api.WorkerStartException;
import io.asynccpu.spi.BoundCall;
import io.asynccpu.spi.StartPlan;
import io.asynccpu.spi.WorkerRuntime;
import io.asynccpu.support.Poll;
import io.asynccpu.support.PoolEvents;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A start that fails may let the next one go another way. */
@Timeout(120)
@PoolTest
class StartPlanTests {

    @ParameterizedTest
    @CsvSource({"halt, it exited with code 3", "exit, System.exit was called by", "refuse, not this way"})
    void theNextChildStartsAnotherWayAndThePoolHasNotFailed(String way, String why) throws Exception {
        Plan plan = new Plan(way, true);
        try (ProcessTaskPoolExecutor pool = pool(plan)) {
            assertThat(pool.createProcessTask(Tasks::pid).get())
                    .isNotEqualTo(ProcessHandle.current().pid());

            assertThat(plan.heard)
                    .singleElement()
                    .asString()
                    .startsWith("first: ")
                    .contains(why);
            assertThat(pool.snapshot().lastDeath()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"halt", "refuse"})
    void whatItDoesNotOvercomeFailsWithItsWords(String way) {
        try (ProcessTaskPoolExecutor pool = pool(new Plan(way, false))) {
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> pool.createProcessTask(Tasks::pid).get())
                    .withCauseInstanceOf(WorkerStartException.class)
                    .withMessageContaining("could be started: the plan's own words");
        }
    }

    /** The next start without it goes to the plan; both in turn would start for ever. */
    @Test
    void theArchiveOfTheStartupCacheIsSuspectedFirst(@TempDir Path cache) throws Exception {
        try (ProcessTaskPoolExecutor pool = builder(new Plan("straight", false))
                .startupCache(StartupCache.in(cache))
                .build()) {
            pool.createProcessTask(Tasks::pid).join();
            Poll.until("an archive", () -> hasArchive(cache));
        }
        Plan plan = new Plan("trouble with classes", false);
        PoolEvents events = new PoolEvents();
        try (ProcessTaskPoolExecutor pool = builder(plan)
                .startupCache(StartupCache.in(cache))
                .listener(events)
                .build()) {
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> pool.createProcessTask(Tasks::pid).get())
                    .withMessageContaining("could be started: the plan's own words");
            assertThat(plan.heard).hasSize(1);
            events.awaitEnds(2);
            assertThat(hasArchive(cache)).isTrue();
        }
    }

    private static boolean hasArchive(Path cache) throws IOException {
        try (Stream<Path> files = Files.walk(cache)) {
            return files.anyMatch(file -> file.getFileName().toString().startsWith("archive-"));
        }
    }

    /** In the parent: where one that is rebuilt is asked for its words. */
    static final class Touchy extends RuntimeException {

        private static final long serialVersionUID = 1L;
        private static final Queue<String> ASKED = new ConcurrentLinkedQueue<>();

        Touchy(String message, @Nullable Throwable cause) {
            super(message, cause);
        }

        @Override
        public String getMessage() {
            ASKED.add(Thread.currentThread().getName());
            return super.getMessage();
        }

        @Override
        public Throwable getCause() {
            ASKED.add(Thread.currentThread().getName());
            return super.getCause();
        }
    }

    /** They may take any time, or throw. */
    @Test
    void aRefusalsOwnMethodsNeverRunOnTheThreadThatBuriesTheWorker() {
        Plan plan = new Plan("refuse touchily", false);
        try (ProcessTaskPoolExecutor pool = pool(plan)) {
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> pool.createProcessTask(Tasks::pid).get())
                    .havingCause()
                    .isInstanceOf(WorkerStartException.class)
                    .havingCause()
                    .isInstanceOf(Touchy.class);
            assertThat(plan.heard).first().isEqualTo("first: not this way");
        }
        assertThat(Touchy.ASKED).isNotEmpty().noneMatch(thread -> thread.contains("-worker-"));
    }

    private static ProcessTaskPoolExecutor pool(Plan plan) {
        return builder(plan).build();
    }

    private static ProcessTaskPoolExecutorBuilder builder(Plan plan) {
        return ProcessTaskPoolExecutor.builder().maxWorkers(1).workerRuntime(Runtime.class, plan);
    }

    private static final class Plan implements StartPlan {

        private final List<String> heard = new CopyOnWriteArrayList<>();
        private final boolean overcomes;
        private volatile String way;

        Plan(String way, boolean overcomes) {
            this.way = way;
            this.overcomes = overcomes;
        }

        @Override
        public Map<String, String> settings() {
            return Map.of("way", way);
        }

        @Override
        public @Nullable Fault failed(Map<String, String> settings, String step, String why) {
            assertThat(settings).containsEntry("way", way);
            heard.add(step + ": " + why);
            if (overcomes) {
                way = "straight";
            }
            return new Fault(overcomes, "the plan's own words");
        }
    }

    /** Of the children. */
    @SuppressWarnings("JavaLangClash")
    public static final class Runtime implements WorkerRuntime {

        @Override
        public void start(Map<String, String> settings) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void start(Map<String, String> settings, Consumer<String> step) {
            step.accept("first");
            switch (settings.get("way")) {
                case "halt" -> java.lang.Runtime.getRuntime().halt(3);
                case "exit" -> System.exit(3);
                case "refuse" -> throw new IllegalStateException("not this way");
                case "trouble with classes" -> throw new NoSuchMethodError("of another version");
                case "refuse touchily" -> throw new Touchy("not this way", new Touchy("nor that", null));
                default -> step.accept("second");
            }
        }

        @Override
        public BoundCall bind(String target) {
            throw new UnsupportedOperationException(target);
        }

        @Override
        public void close() {}
    }
}
