/** The workers of a pool: slots, sizing, recycling, memory, factory and places for their files. Knows no future. */
@NullMarked
package io.asynccpu.fleet;

import org.jspecify.annotations.NullMarked;
