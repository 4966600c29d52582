/** The workers of a pool: slots, sizing, recycling, memory, factory and places for their files. Knows no future. */
@NullMarked
package io.asynccpu.internal.fleet;

import org.jspecify.annotations.NullMarked;
