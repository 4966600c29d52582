/** The dispatcher: joins tasks and workers, and nothing else does. */
@NullMarked
package io.asynccpu.internal.pool;

import org.jspecify.annotations.NullMarked;
