/**
 * Context that crosses with a task from the submitting thread into the child, besides the MDC. Each carrier is a bean of both
 * sides: the parent's captures, the child's restores.
 */
@NullMarked
package io.asynccpu.autoconfigure.context;

import org.jspecify.annotations.NullMarked;
