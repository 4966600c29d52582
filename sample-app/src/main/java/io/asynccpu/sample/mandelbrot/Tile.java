package io.asynccpu.sample.mandelbrot;

/**
 * A part of a picture: all that a child needs to render it.
 *
 * @param left first pixel of it in the picture
 * @param top first line of it in the picture
 * @param width in pixels
 * @param height in pixels
 * @param x real part of its upper left corner
 * @param y imaginary part of its upper left corner
 * @param step from one pixel to the next
 * @param samples how many points make a pixel, along each edge
 */
record Tile(int left, int top, int width, int height, double x, double y, double step, int samples) {}
