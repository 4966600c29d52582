/** A picture whose tiles are rendered by child JVMs, and faults that hurt nothing but the worker that has them. */
@NullMarked
package io.asynccpu.sample.mandelbrot;

import org.jspecify.annotations.NullMarked;
