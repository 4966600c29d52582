/** What operators see: the endpoint and the health of the pools. */
@NullMarked
package io.asynccpu.autoconfigure.actuate;

import org.jspecify.annotations.NullMarked;
