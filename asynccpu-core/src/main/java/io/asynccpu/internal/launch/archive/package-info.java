/** The start-up cache: archives of loaded classes, from which workers start faster. */
@NullMarked
package io.asynccpu.internal.launch.archive;

import org.jspecify.annotations.NullMarked;
