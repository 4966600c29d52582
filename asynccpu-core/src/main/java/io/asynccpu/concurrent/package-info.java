/** Timer, retried steps and virtual-thread detection, shared by all rooms. */
@NullMarked
package io.asynccpu.concurrent;

import org.jspecify.annotations.NullMarked;
