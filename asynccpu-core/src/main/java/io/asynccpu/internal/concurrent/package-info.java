/**
 * Timer, threads, the gate of virtual threads, steps that are retried without memory, and limits for code on threads that must not be
 * lost; shared by all rooms.
 */
@NullMarked
package io.asynccpu.internal.concurrent;

import org.jspecify.annotations.NullMarked;
