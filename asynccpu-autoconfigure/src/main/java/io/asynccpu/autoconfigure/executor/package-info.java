/** Pools as Spring task executors. */
@NullMarked
package io.asynccpu.autoconfigure.executor;

import org.jspecify.annotations.NullMarked;
