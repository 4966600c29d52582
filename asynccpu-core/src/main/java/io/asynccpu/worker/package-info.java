/** The child's side: main, the loop that hears the parent, the threads that run tasks, the leash. */
@NullMarked
package io.asynccpu.worker;

import org.jspecify.annotations.NullMarked;
