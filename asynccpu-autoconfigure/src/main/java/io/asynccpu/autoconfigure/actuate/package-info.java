/** Endpoint and health of the pools, for operators. */
@NullMarked
package io.asynccpu.autoconfigure.actuate;

import org.jspecify.annotations.NullMarked;
