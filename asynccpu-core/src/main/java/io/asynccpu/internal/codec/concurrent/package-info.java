/** Limits for code on threads that must not be lost: a time limit for application code, a check for remaining stack. */
@NullMarked
package io.asynccpu.internal.codec.concurrent;

import org.jspecify.annotations.NullMarked;
