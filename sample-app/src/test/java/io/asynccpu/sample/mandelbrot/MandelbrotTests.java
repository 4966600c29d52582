package io.asynccpu.sample.mandelbrot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.asynccpu.sample.LeavesNoWorker;
import io.asynccpu.sample.RunningApplication;
import io.asynccpu.sample.mandelbrot.PictureEvents.Event;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;

@LeavesNoWorker
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "asynccpu.pools.mandelbrot.max-workers=2",
            "asynccpu.pools.mandelbrot.cancel-grace-period=5s", // for busy machines: nobody is killed who stops by
            // himself
            "asynccpu.pools.thumbnails.min-workers=0",
            "asynccpu.pools.matches.min-workers=0",
            "sample.mandelbrot.width=120",
            "sample.mandelbrot.height=80",
            "sample.mandelbrot.tile-edge=32",
            "sample.mandelbrot.max-iterations=300000",
            "sample.mandelbrot.tiles-at-a-time=4",
            "sample.mandelbrot.tile-timeout=10m",
            "sample.mandelbrot.fault-timeout=10s" // longer than it takes to exhaust a heap
        })
@DirtiesContext
@Timeout(240)
class MandelbrotTests {

    private static final int TILES = 4 * 3;
    /** Ready in a second: a small set amid much else. */
    private static final View VIEW = new View(-0.5, 0, 8, 1);

    private static final String QUICK = "x=-0.5&y=0&width=8&samples=1";
    /** All of it in the set: a tile takes a second. */
    private static final String SLOW = "x=-0.1&y=0&width=0.1&samples=1";
    /** All of it in the set: a tile takes far longer than the test. */
    private static final String ENDLESS = "x=-0.1&y=0&width=0.1&samples=4";

    private static final Map<Tile, byte[]> PIXELS = new ConcurrentHashMap<>();

    @Autowired
    private TileRenderer renderer;

    private RunningApplication application;

    @BeforeEach
    void application(@LocalServerPort int port) {
        application = new RunningApplication(port);
    }

    @Test
    void eachTileIsWhatADirectComputationGives() throws Exception {
        assertPictureIsRight();
    }

    @Test
    void theTilesAreRenderedByWorkersOfThePool() throws Exception {
        try (PictureEvents events = new PictureEvents(application, QUICK)) {
            Set<Long> pids = events.rest().stream()
                    .filter(event -> event.name().equals("tile"))
                    .map(event -> ((Number) event.data().get("worker")).longValue())
                    .collect(Collectors.toSet());
            assertThat(pids)
                    .hasSizeBetween(1, 2)
                    .doesNotContain(ProcessHandle.current().pid());
            assertThat(workers()).containsAll(pids);
        }
    }

    @Test
    void cancelStopsTheWorkAndTheWorkersLiveOn() throws Exception {
        assertPictureIsRight(); // so that there is a worker
        Set<Long> before;
        try (PictureEvents events = new PictureEvents(application, ENDLESS)) {
            String id = (String) events.next().data().get("id");
            // The endpoint tells only who asks.
            await().atMost(Duration.ofMinutes(1)).until(() -> tasksWithProgress() == 2);
            before = workers();

            assertThat(application.delete("/mandelbrot/pictures/" + id).statusCode())
                    .isEqualTo(204);

            Event end = events.next();
            assertThat(end.name()).isEqualTo("end");
            assertThat(end.data())
                    .containsEntry("rendered", 0)
                    .containsEntry("lost", 0)
                    .containsEntry("cancelled", TILES);
            assertThat(application.delete("/mandelbrot/pictures/" + id).statusCode())
                    .as("there is nothing to cancel any more")
                    .isEqualTo(404);
        }
        // Both workers had minutes to go. That they render now, and are the same, shows that they have stopped.
        assertPictureIsRight();
        assertThat(workers()).isEqualTo(before);
    }

    @Test
    void thePictureOfABrowserThatHasGoneIsNotFinished() throws Exception {
        long before = submitted();
        try (PictureEvents events = new PictureEvents(application, SLOW)) {
            assertThat(events.next().name()).isEqualTo("start");
            assertThat(events.next().name()).isEqualTo("tile");
        }
        // Nobody is told that a picture has ended which nobody looks at.
        await().atMost(Duration.ofMinutes(2))
                .until(
                        () -> pool(),
                        pool -> pool.get("running").equals(0)
                                && pool.get("queued").equals(0));
        assertThat(submitted() - before).isLessThan(TILES);
    }

    @ParameterizedTest
    @CsvSource({
        "crash, WorkerCrashedException, SIGSEGV",
        "exit, WorkerCrashedException, exit",
        "hang, TaskTimeoutException, timeout",
        "exhaust, WorkerOutOfMemoryException, heap"
    })
    void aFaultAmongTheTilesHurtsNoTile(String fault, String exception, String said) throws Exception {
        try (PictureEvents events = new PictureEvents(application, QUICK)) {
            assertThat(events.next().name()).isEqualTo("start");
            CompletableFuture<HttpResponse<byte[]>> outcome =
                    application.postAsync("/mandelbrot/faults/" + fault, "text/plain", new byte[0]);

            assertIsRight(events.rest());
            HttpResponse<byte[]> response = outcome.get();
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(RunningApplication.json(response))
                    .containsEntry("exception", exception)
                    .hasEntrySatisfying(
                            "message", message -> assertThat((String) message).containsIgnoringCase(said))
                    .hasEntrySatisfying("worker", pid -> assertThat(((Number) pid).longValue())
                            .isPositive());
        }
        assertPictureIsRight();
        assertThat(RunningApplication.json(application.get("/actuator/health"))).containsEntry("status", "UP");
    }

    /** Each of them by itself is {@link #aFaultAmongTheTilesHurtsNoTile}. */
    @Tag("chaos")
    @Test
    void allFaultsAtOnceHurtNoTile() throws Exception {
        try (PictureEvents events = new PictureEvents(application, QUICK)) {
            List<CompletableFuture<HttpResponse<byte[]>>> outcomes =
                    List.of("crash", "exit", "hang", "exhaust").stream()
                            .map(fault ->
                                    application.postAsync("/mandelbrot/faults/" + fault, "text/plain", new byte[0]))
                            .toList();

            assertIsRight(events.rest().stream().skip(1).toList());
            for (CompletableFuture<HttpResponse<byte[]>> outcome : outcomes) {
                assertThat(outcome.get().statusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    void anUnknownFaultIsRefused() throws Exception {
        HttpResponse<byte[]> response = application.post("/mandelbrot/faults/flood", "text/plain", new byte[0]);

        assertThat(RunningApplication.problem(response).getStatus()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x=5&y=0&width=1",
                "x=NaN&y=0&width=1",
                "x=0&y=Infinity&width=1",
                "x=0&y=0&width=0",
                "x=0&y=0&width=1e-300",
                "x=0&y=0&width=1&samples=0",
                "x=0&y=0&width=1&samples=100",
                "x=0&y=0"
            })
    void aPictureThatCannotBeIsRefused(String query) throws Exception {
        assertThat(RunningApplication.problem(application.get("/mandelbrot/picture?" + query))
                        .getStatus())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/mandelbrot.css", "/mandelbrot.js"})
    void thePageNeedsNothingFromElsewhere(String path) throws Exception {
        HttpResponse<byte[]> response = application.get(path);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).doesNotContain("http://", "https://", "=\"//");
    }

    private void assertPictureIsRight() throws IOException, InterruptedException {
        try (PictureEvents events = new PictureEvents(application, QUICK)) {
            assertThat(events.next().data())
                    .containsEntry("width", 120)
                    .containsEntry("height", 80)
                    .containsEntry("tiles", TILES);
            assertIsRight(events.rest());
        }
    }

    /** Each tile once, with the right pixels, then the end. */
    private void assertIsRight(List<Event> events) {
        List<Event> tiles = events.subList(0, events.size() - 1);
        assertThat(tiles).extracting(Event::name).containsOnly("tile");
        for (Tile expected : VIEW.tiles(120, 80, 32)) {
            assertThat(tiles)
                    .filteredOn(tile -> tile.number("left") == expected.left() && tile.number("top") == expected.top())
                    .singleElement()
                    .satisfies(tile -> assertThat(tile.number("width")).isEqualTo(expected.width()))
                    .satisfies(tile -> assertThat(tile.number("height")).isEqualTo(expected.height()))
                    .satisfies(tile -> assertThat(tile.rgb()).isEqualTo(pixels(expected)));
        }
        assertThat(events.get(events.size() - 1).data())
                .containsEntry("rendered", TILES)
                .containsEntry("lost", 0)
                .containsEntry("cancelled", 0);
    }

    private byte[] pixels(Tile tile) {
        return PIXELS.computeIfAbsent(tile, renderer::pixels);
    }

    private Map<String, Object> pool() throws IOException, InterruptedException {
        return RunningApplication.json(application.get("/actuator/asynccpu/mandelbrot"));
    }

    private long submitted() throws IOException, InterruptedException {
        return ((Number) pool().get("submitted")).longValue();
    }

    private Set<Long> workers() throws IOException, InterruptedException {
        return list(pool().get("workers")).stream()
                .map(worker -> ((Number) worker.get("pid")).longValue())
                .collect(Collectors.toSet());
    }

    private long tasksWithProgress() throws IOException, InterruptedException {
        return list(RunningApplication.json(application.get("/actuator/asynccpu/mandelbrot/running"))
                        .get("items"))
                .stream()
                .filter(task -> task.get("progress") != null)
                .count();
    }

    @SuppressWarnings("unchecked") // as the JSON is
    private static List<Map<String, Object>> list(Object value) {
        return (List<Map<String, Object>>) value;
    }
}
