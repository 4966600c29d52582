/** The parent's side of a worker: its start, its channel, its states and its end. */
@NullMarked
package io.asynccpu.internal.parent;

import org.jspecify.annotations.NullMarked;
