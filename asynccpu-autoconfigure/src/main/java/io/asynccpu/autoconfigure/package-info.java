/** Auto-configuration of process pools: which beans there are, and in which of the two sides. */
@NullMarked
package io.asynccpu.autoconfigure;

import org.jspecify.annotations.NullMarked;
