/** One handle for each worker: its process, its channel, its states, its end. */
@NullMarked
package io.asynccpu.supervisor;

import org.jspecify.annotations.NullMarked;
