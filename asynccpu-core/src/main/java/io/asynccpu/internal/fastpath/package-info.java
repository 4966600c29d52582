/** Optimizations for short tasks, without which a pool is slower but right: prefetching, and reading by waiting threads. */
@NullMarked
package io.asynccpu.internal.fastpath;

import org.jspecify.annotations.NullMarked;
