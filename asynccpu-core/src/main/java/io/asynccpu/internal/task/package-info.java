/** A task in the parent: its states, its future, the queue, progress, statistics and the reading of outcomes. Knows no process. */
@NullMarked
package io.asynccpu.internal.task;

import org.jspecify.annotations.NullMarked;
