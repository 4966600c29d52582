package io.asynccpu.sample.mandelbrot;

import io.asynccpu.api.TaskContext;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.springframework.stereotype.Component;

/**
 * Renders a tile by the plainest of all ways: z = z² + c, point by point, for as long as it stays near. No shortcut for points
 * that are known to stay: the work is what this is about.
 */
@Component
class TileRenderer {

    /** So far away that the number of iterations, as a fraction, no longer jumps from pixel to pixel. */
    private static final double FAR_AWAY = 256;

    private final int maxIterations;

    TileRenderer(MandelbrotProperties properties) {
        this.maxIterations = properties.maxIterations();
    }

    /**
     * The tile's pixels, line by line, as bytes red, green, blue. Tells how far it is, if it runs as a task.
     *
     * @throws CancellationException if the thread is interrupted, as the pool does when the task is cancelled
     */
    byte[] pixels(Tile tile) {
        Optional<TaskContext> task = TaskContext.find();
        String message = "tile at " + tile.left() + ", " + tile.top();
        byte[] rgb = new byte[tile.width() * tile.height() * 3];
        int at = 0;
        for (int line = 0; line < tile.height(); line++) {
            int done = line;
            task.ifPresent(it -> it.progress(done, tile.height(), message));
            for (int column = 0; column < tile.width(); column++) {
                if (Thread.interrupted()) {
                    throw new CancellationException("Cancelled in line " + line + " of the " + message);
                }
                int color = color(tile, column, line);
                rgb[at++] = (byte) (color >> 16);
                rgb[at++] = (byte) (color >> 8);
                rgb[at++] = (byte) color;
            }
        }
        return rgb;
    }

    /** The average over the pixel's points. */
    private int color(Tile tile, int column, int line) {
        int red = 0;
        int green = 0;
        int blue = 0;
        int samples = tile.samples();
        for (int row = 0; row < samples; row++) {
            double y = tile.y() - (line + (row + 0.5) / samples) * tile.step();
            for (int point = 0; point < samples; point++) {
                double x = tile.x() + (column + (point + 0.5) / samples) * tile.step();
                int color = Palette.color(iterations(x, y));
                red += (color >> 16) & 0xff;
                green += (color >> 8) & 0xff;
                blue += color & 0xff;
            }
        }
        int points = samples * samples;
        return ((red / points) << 16) | ((green / points) << 8) | (blue / points);
    }

    /** After how many iterations the point is far away, smoothed between whole numbers; infinite if it stays. */
    double iterations(double cx, double cy) {
        double x = 0;
        double y = 0;
        double x2 = 0;
        double y2 = 0;
        for (int n = 0; n < maxIterations; n++) {
            y = 2 * x * y + cy;
            x = x2 - y2 + cx;
            x2 = x * x;
            y2 = y * y;
            if (x2 + y2 > FAR_AWAY * FAR_AWAY) {
                double excess = Math.log(x2 + y2) / 2 / Math.log(FAR_AWAY);
                return Math.max(0, n + 1 - Math.log(excess) / Math.log(2));
            }
        }
        return Double.POSITIVE_INFINITY;
    }
}
