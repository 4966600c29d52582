/** Starts workers: from settings to a process with its command line, class path and environment. */
@NullMarked
package io.asynccpu.internal.launch;

import org.jspecify.annotations.NullMarked;
