package io.asynccpu.sample.mandelbrot;

/** Which color a point has: a ring of five colors, run through more slowly the nearer the point is to the set. */
final class Palette {

    private static final int INSIDE = 0;

    private static final double[] STOPS = {0, 0.16, 0.42, 0.6425, 0.8575, 1};
    private static final int[] COLORS = {0x000764, 0x206bcb, 0xedffff, 0xffaa00, 0x000200, 0x000764};

    private Palette() {}

    /** The color as 0xRRGGBB of a point that needed so many iterations. */
    static int color(double iterations) {
        if (Double.isInfinite(iterations)) {
            return INSIDE;
        }
        double turns = 0.27 + Math.log1p(iterations) * 0.45;
        double place = turns - Math.floor(turns);
        int stop = 1;
        while (place > STOPS[stop]) {
            stop++;
        }
        double part = (place - STOPS[stop - 1]) / (STOPS[stop] - STOPS[stop - 1]);
        return mix(COLORS[stop - 1], COLORS[stop], part);
    }

    private static int mix(int from, int to, double part) {
        int color = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int a = (from >> shift) & 0xff;
            int b = (to >> shift) & 0xff;
            color |= ((int) Math.round(a + (b - a) * part)) << shift;
        }
        return color;
    }
}
