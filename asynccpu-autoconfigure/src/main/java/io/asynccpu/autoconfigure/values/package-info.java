/** Spring's own values as arguments and results. */
@NullMarked
package io.asynccpu.autoconfigure.values;

import org.jspecify.annotations.NullMarked;
