/** Spring's own values as arguments and results of tasks. */
@NullMarked
package io.asynccpu.autoconfigure.values;

import org.jspecify.annotations.NullMarked;
