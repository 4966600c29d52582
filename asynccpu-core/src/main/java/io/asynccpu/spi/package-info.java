/**
 * How a framework brings its own kind of task and child: a {@link io.asynccpu.spi.TaskCall} in the parent names what a
 * {@link io.asynccpu.spi.WorkerRuntime} in the child finds and calls.
 */
@NullMarked
package io.asynccpu.spi;

import org.jspecify.annotations.NullMarked;
