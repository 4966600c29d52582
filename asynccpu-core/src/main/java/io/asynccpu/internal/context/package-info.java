/** The context of a task: captured on the submitting thread, restored on the thread of the child that runs the task. */
@NullMarked
package io.asynccpu.internal.context;

import org.jspecify.annotations.NullMarked;
