package io.asynccpu.sample.mandelbrot;

import io.asynccpu.api.ProcessTask;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A picture on its way. A few tiles at a time are tasks; the end of one starts the next. Each tile is told to the viewer when it
 * ends, unless it was cancelled, and after the last one the end. Thread-safe.
 */
final class Picture {

    /** Who looks at the picture. Called on any thread, for several tiles at a time; must not throw. */
    interface Viewer {

        void rendered(Tile tile, byte[] pixels, long workerPid);

        void lost(Tile tile, Throwable failure);

        /** Called once, after all else. */
        void ended(Summary summary);
    }

    /** How many tiles ended in which way. */
    record Summary(int rendered, int lost, int cancelled) {}

    private final TileService service;
    private final Viewer viewer;

    // Guarded by this.
    private final Queue<Tile> waiting;
    private final Set<ProcessTask<byte[]>> tasks = new HashSet<>();
    private int open; // tiles that wait or run, or whose end is being told
    private int rendered;
    private int lost;
    private int cancelled;
    private boolean stopped;

    Picture(List<Tile> tiles, TileService service, Viewer viewer) {
        this.waiting = new ArrayDeque<>(tiles);
        this.open = tiles.size();
        this.service = service;
        this.viewer = viewer;
    }

    void render(int tilesAtATime) {
        for (int i = 0; i < tilesAtATime; i++) {
            renderNext();
        }
    }

    /** Stops the work on all tiles that are not ready. Does nothing if the picture has ended. */
    void cancel() {
        List<ProcessTask<byte[]>> running;
        @Nullable Summary end;
        synchronized (this) {
            stopped = true;
            running = List.copyOf(tasks);
            int neverStarted = waiting.size();
            waiting.clear();
            cancelled += neverStarted;
            end = close(neverStarted);
        }
        running.forEach(task -> task.cancel(true));
        tell(end);
    }

    private void renderNext() {
        for (Tile tile = next(); tile != null; tile = next()) {
            try {
                start(tile);
                return;
            } catch (RejectedExecutionException poolIsFull) {
                ended(tile, null, poolIsFull);
            }
        }
    }

    private synchronized @Nullable Tile next() {
        return waiting.poll();
    }

    private void start(Tile tile) {
        ProcessTask<byte[]> task = service.render(tile);
        boolean tooLate;
        synchronized (this) {
            tasks.add(task);
            tooLate = stopped;
        }
        var unused = task.whenComplete((pixels, failure) -> {
            synchronized (this) {
                tasks.remove(task);
            }
            ended(tile, pixels == null ? null : new Rendered(pixels, task.workerPid()), failure);
            renderNext();
        });
        // Guard against race with cancel: it has not seen this task if it came after next() and before tasks.add.
        if (tooLate) {
            task.cancel(true);
        }
    }

    private record Rendered(byte[] pixels, long workerPid) {}

    private void ended(Tile tile, @Nullable Rendered result, @Nullable Throwable failure) {
        if (result != null) {
            viewer.rendered(tile, result.pixels(), result.workerPid());
        } else if (failure != null && !(failure instanceof CancellationException)) {
            viewer.lost(tile, failure);
        }
        @Nullable Summary end;
        synchronized (this) {
            if (result != null) {
                rendered++;
            } else if (failure instanceof CancellationException) {
                cancelled++;
            } else {
                lost++;
            }
            end = close(1);
        }
        tell(end);
    }

    /** Counts tiles that have ended. The summary if these were the last ones. The caller holds the lock. */
    private @Nullable Summary close(int tiles) {
        open -= tiles;
        return tiles > 0 && open == 0 ? new Summary(rendered, lost, cancelled) : null;
    }

    private void tell(@Nullable Summary end) {
        if (end != null) {
            viewer.ended(end);
        }
    }
}
