/** Properties under {@code asynccpu}, and the faults of their values. */
@NullMarked
package io.asynccpu.autoconfigure.properties;

import org.jspecify.annotations.NullMarked;
