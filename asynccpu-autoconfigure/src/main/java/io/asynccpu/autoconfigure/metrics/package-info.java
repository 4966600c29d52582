/** Meters of pools. */
@NullMarked
package io.asynccpu.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
