package io.asynccpu.sample.mandelbrot;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.TaskProgress;
import io.asynccpu.api.TaskStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Without children: their tasks end when the test says so. */
class PictureTests {

    private final List<OpenTask> tasks = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private boolean full;
    private Runnable whenMade = () -> {};

    private final Picture picture = new Picture(new View(0, 0, 4, 1).tiles(30, 20, 10), new OpenTasks(), new Notes());

    @Test
    void theEndOfATileStartsTheNextAndTheLastOneEndsThePicture() {
        picture.render(2);
        assertThat(tasks).hasSize(2);

        for (int i = 0; i < 6; i++) {
            tasks.get(i).complete(new byte[0]);
        }

        assertThat(told).hasSize(7).last().isEqualTo("Summary[rendered=6, lost=0, cancelled=0]");
    }

    @Test
    void aTileThatFailsIsLostAndTheOthersAreNot() {
        picture.render(6);
        tasks.get(0).completeExceptionally(new IllegalStateException("broken"));
        tasks.stream().skip(1).forEach(task -> task.complete(new byte[0]));

        assertThat(told).startsWith("lost: broken").endsWith("Summary[rendered=5, lost=1, cancelled=0]");
    }

    @Test
    void cancelReachesTheTasksAndWhatWaitsIsNeverStarted() {
        picture.render(2);
        tasks.get(0).complete(new byte[0]);

        picture.cancel();
        picture.cancel();

        assertThat(tasks).hasSize(3).allMatch(ProcessTask::isDone);
        assertThat(told).containsExactly("rendered", "Summary[rendered=1, lost=0, cancelled=5]");
    }

    @Test
    void aCancelBeforeTheFirstTileEndsThePicture() {
        picture.cancel();
        picture.render(2);

        assertThat(tasks).isEmpty();
        assertThat(told).containsExactly("Summary[rendered=0, lost=0, cancelled=6]");
    }

    @Test
    void aCancelWhileATaskIsMadeReachesIt() {
        whenMade = picture::cancel;
        picture.render(1);

        assertThat(tasks).singleElement().matches(ProcessTask::isCancelled);
        assertThat(told).containsExactly("Summary[rendered=0, lost=0, cancelled=6]");
    }

    @Test
    void tilesForWhichThePoolHasNoRoomAreLost() {
        full = true;
        picture.render(1);

        assertThat(told)
                .hasSize(7)
                .startsWith("lost: full")
                .last()
                .isEqualTo("Summary[rendered=0, lost=6, cancelled=0]");
    }

    private final class OpenTasks extends TileService {

        OpenTasks() {
            super(null);
        }

        @Override
        public ProcessTask<byte[]> render(Tile tile) {
            if (full) {
                throw new RejectedExecutionException("full");
            }
            OpenTask task = new OpenTask();
            tasks.add(task);
            whenMade.run();
            return task;
        }
    }

    private final class Notes implements Picture.Viewer {

        @Override
        public void rendered(Tile tile, byte[] pixels, long workerPid) {
            told.add("rendered");
        }

        @Override
        public void lost(Tile tile, Throwable failure) {
            told.add("lost: " + failure.getMessage());
        }

        @Override
        public void ended(Picture.Summary summary) {
            told.add(summary.toString());
        }
    }

    private static final class OpenTask extends ProcessTask<byte[]> {

        @Override
        public long taskId() {
            return 1;
        }

        @Override
        public long workerPid() {
            return 2;
        }

        @Override
        public int attempt() {
            return 1;
        }

        @Override
        public ProcessTask<byte[]> onProgress(Consumer<? super TaskProgress> listener) {
            return this;
        }

        @Override
        public TaskStatistics statistics() {
            throw new UnsupportedOperationException();
        }
    }
}
