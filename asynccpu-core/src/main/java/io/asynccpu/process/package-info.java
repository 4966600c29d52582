/** Processes as the operating system shows them: the process table, and the descendants of a worker. */
@NullMarked
package io.asynccpu.process;

import org.jspecify.annotations.NullMarked;
