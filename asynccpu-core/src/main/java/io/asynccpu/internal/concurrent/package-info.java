/** Timer, threads, the gate of virtual threads and steps that are retried without memory; shared by all rooms. */
@NullMarked
package io.asynccpu.internal.concurrent;

import org.jspecify.annotations.NullMarked;
