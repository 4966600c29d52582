package io.asynccpu.sample.mandelbrot;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Renders a picture for as long as somebody listens to its stream of tiles, or until it is deleted. */
@RestController
class PictureController {

    private final TileService tiles;
    private final MandelbrotProperties properties;
    private final Map<String, Picture> pictures = new ConcurrentHashMap<>();

    PictureController(TileService tiles, MandelbrotProperties properties) {
        this.tiles = tiles;
        this.properties = properties;
    }

    @GetMapping(path = "/mandelbrot/picture", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter render(
            @RequestParam double x,
            @RequestParam double y,
            @RequestParam double width,
            @RequestParam(defaultValue = "2") int samples) {
        List<Tile> all =
                view(x, y, width, samples).tiles(properties.width(), properties.height(), properties.tileEdge());
        String id = UUID.randomUUID().toString();
        PictureStream stream = new PictureStream(properties.pictureTimeout(), () -> cancel(id));
        Picture picture = new Picture(all, tiles, stream);
        pictures.put(id, picture);
        stream.started(id, properties.width(), properties.height(), all.size());
        picture.render(properties.tilesAtATime());
        return stream.events();
    }

    @DeleteMapping("/mandelbrot/pictures/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable String id) {
        if (!cancel(id)) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no such picture, or it has ended.");
        }
    }

    private boolean cancel(String id) {
        @Nullable Picture picture = pictures.remove(id);
        if (picture == null) {
            return false;
        }
        picture.cancel();
        return true;
    }

    private static View view(double x, double y, double width, int samples) {
        try {
            return new View(x, y, width, samples);
        } catch (IllegalArgumentException e) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, e.getMessage(), e);
        }
    }
}
