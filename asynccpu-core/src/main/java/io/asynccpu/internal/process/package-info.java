/**
 * Processes of the operating system: a worker's process tree and its marks, processor time, kernel kills, and the
 * private directories of pools.
 */
@NullMarked
package io.asynccpu.internal.process;

import org.jspecify.annotations.NullMarked;
