/** One measurement: rounds, alternation, medians, goals. */
@NullMarked
package io.asynccpu.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
