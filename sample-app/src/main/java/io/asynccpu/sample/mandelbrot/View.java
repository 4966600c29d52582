package io.asynccpu.sample.mandelbrot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a picture shows.
 *
 * @param x real part of its center
 * @param y imaginary part of its center
 * @param width of what it shows
 * @param samples how many points make a pixel, along each edge
 */
record View(double x, double y, double width, int samples) {

    private static final double NARROWEST = 1e-13; // beyond, neighboring pixels are the same double

    /** @throws IllegalArgumentException if there is no such picture */
    View {
        if (!(Math.abs(x) <= 4 && Math.abs(y) <= 4)) {
            throw new IllegalArgumentException("x and y must be between -4 and 4.");
        }
        if (!(width >= NARROWEST && width <= 16)) {
            throw new IllegalArgumentException("width must be between " + NARROWEST + " and 16.");
        }
        if (samples < 1 || samples > 4) {
            throw new IllegalArgumentException("samples must be between 1 and 4.");
        }
    }

    /** The tiles of a picture of so many pixels, those in the middle first. */
    List<Tile> tiles(int pixelsWide, int pixelsHigh, int edge) {
        double step = width / pixelsWide;
        List<Tile> tiles = new ArrayList<>();
        for (int top = 0; top < pixelsHigh; top += edge) {
            for (int left = 0; left < pixelsWide; left += edge) {
                tiles.add(new Tile(
                        left,
                        top,
                        Math.min(edge, pixelsWide - left),
                        Math.min(edge, pixelsHigh - top),
                        x + (left - pixelsWide / 2.0) * step,
                        y - (top - pixelsHigh / 2.0) * step,
                        step,
                        samples));
            }
        }
        tiles.sort(Comparator.comparingDouble(tile -> Math.hypot(
                tile.left() + tile.width() / 2.0 - pixelsWide / 2.0,
                tile.top() + tile.height() / 2.0 - pixelsHigh / 2.0)));
        return tiles;
    }
}
