/** Other process pools, where they are installed. */
@NullMarked
package io.asynccpu.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
