/** Auto-configuration of process pools: the beans of parent and children. */
@NullMarked
package io.asynccpu.autoconfigure;

import org.jspecify.annotations.NullMarked;
