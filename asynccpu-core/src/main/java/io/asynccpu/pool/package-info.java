/** Tasks, their queue, their timeouts and who runs them. */
@NullMarked
package io.asynccpu.pool;

import org.jspecify.annotations.NullMarked;
