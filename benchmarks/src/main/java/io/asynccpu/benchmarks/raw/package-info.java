/** Two JVMs and a socket, without any library: the limit. */
@NullMarked
package io.asynccpu.benchmarks.raw;

import org.jspecify.annotations.NullMarked;
