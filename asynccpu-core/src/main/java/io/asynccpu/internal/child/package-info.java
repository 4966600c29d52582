/** The child: its main class, the message loop, the threads that run tasks, the watchdog of the parent; and the same on threads of the parent's JVM. */
@NullMarked
package io.asynccpu.internal.child;

import org.jspecify.annotations.NullMarked;
