package io.asynccpu.sample.mandelbrot;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.Assert;

/**
 * What pictures are like.
 *
 * @param width of a picture in pixels
 * @param height of a picture in pixels
 * @param tileEdge width and height of a tile in pixels; those at the right and lower edge may be smaller
 * @param maxIterations after how many a point counts as part of the set
 * @param tilesAtATime how many tiles of one picture wait or run, so that other pictures and faults come in between
 * @param pictureTimeout how long a picture may take as a whole
 */
@ConfigurationProperties("sample.mandelbrot")
record MandelbrotProperties(
        int width, int height, int tileEdge, int maxIterations, int tilesAtATime, Duration pictureTimeout) {

    MandelbrotProperties {
        Assert.isTrue(width > 0 && height > 0, "sample.mandelbrot.width and height must be at least 1");
        Assert.isTrue(tileEdge > 0, "sample.mandelbrot.tile-edge must be at least 1");
        Assert.isTrue(maxIterations > 0, "sample.mandelbrot.max-iterations must be at least 1");
        Assert.isTrue(tilesAtATime > 0, "sample.mandelbrot.tiles-at-a-time must be at least 1");
        Assert.isTrue(pictureTimeout.toMillis() > 0, "sample.mandelbrot.picture-timeout must be positive");
    }
}
