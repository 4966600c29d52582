/** One class for each row of the table. */
@NullMarked
package io.asynccpu.benchmarks.row;

import org.jspecify.annotations.NullMarked;
