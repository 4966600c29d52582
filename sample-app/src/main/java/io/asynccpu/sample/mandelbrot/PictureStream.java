package io.asynccpu.sample.mandelbrot;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Takes a picture to a browser, as server-sent events. One that has gone away is noticed when the next tile is ready. */
final class PictureStream implements Picture.Viewer {

    record Started(String id, int width, int height, int tiles) {}

    /** @param rgb the pixels, line by line; base64 in JSON */
    record RenderedTile(int left, int top, int width, int height, long worker, byte[] rgb) {}

    record LostTile(
            int left,
            int top,
            int width,
            int height,
            String exception,
            @Nullable String message) {}

    record Ended(int rendered, int lost, int cancelled, long millis) {}

    private final SseEmitter events;
    private final Runnable whenGone;
    private final Instant start = Instant.now();

    /** @param whenGone called, perhaps more than once, when the browser does not listen any more */
    PictureStream(Duration timeout, Runnable whenGone) {
        this.events = new SseEmitter(timeout.toMillis());
        this.whenGone = whenGone;
        events.onTimeout(events::complete);
        events.onCompletion(whenGone);
    }

    SseEmitter events() {
        return events;
    }

    void started(String id, int width, int height, int tiles) {
        send("start", new Started(id, width, height, tiles));
    }

    @Override
    public void rendered(Tile tile, byte[] pixels, long workerPid) {
        send("tile", new RenderedTile(tile.left(), tile.top(), tile.width(), tile.height(), workerPid, pixels));
    }

    @Override
    public void lost(Tile tile, Throwable failure) {
        send(
                "lost",
                new LostTile(
                        tile.left(),
                        tile.top(),
                        tile.width(),
                        tile.height(),
                        failure.getClass().getSimpleName(),
                        failure.getMessage()));
    }

    @Override
    public void ended(Picture.Summary summary) {
        long millis = Duration.between(start, Instant.now()).toMillis();
        send("end", new Ended(summary.rendered(), summary.lost(), summary.cancelled(), millis));
        events.complete();
    }

    private void send(String name, Object data) {
        try {
            events.send(SseEmitter.event().name(name).data(data, MediaType.APPLICATION_JSON));
        } catch (IOException | IllegalStateException gone) { // how Spring says that nobody listens, or not any more
            whenGone.run();
        }
    }
}
