package io.asynccpu.sample.mandelbrot;

import io.asynccpu.api.ProcessAsync;
import io.asynccpu.api.ProcessTask;
import org.springframework.stereotype.Service;

/** The body of {@link #render} runs in a child JVM. The task tells which one that was, and cancelling it stops the work there. */
@Service
class TileService {

    private final TileRenderer renderer;

    TileService(TileRenderer renderer) {
        this.renderer = renderer;
    }

    @ProcessAsync(pool = "mandelbrot", timeout = "${sample.mandelbrot.tile-timeout}")
    public ProcessTask<byte[]> render(Tile tile) {
        return ProcessTask.completed(renderer.pixels(tile));
    }
}
