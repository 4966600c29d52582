/** The top floor: {@link io.asynccpu.ProcessTaskPoolExecutor} assembles everything below it. */
@NullMarked
package io.asynccpu;

import org.jspecify.annotations.NullMarked;
