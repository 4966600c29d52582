/** The wall around the children of a pool: what they see, and the system's tools that put it up. */
@NullMarked
package io.asynccpu.internal.launch.sandbox;

import org.jspecify.annotations.NullMarked;
