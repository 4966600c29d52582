/** Measures the process pool side by side with what it is compared to. */
@NullMarked
package io.asynccpu.benchmarks;

import org.jspecify.annotations.NullMarked;
