/** From settings to a started process: command line, class path, environment. */
@NullMarked
package io.asynccpu.launch;

import org.jspecify.annotations.NullMarked;
