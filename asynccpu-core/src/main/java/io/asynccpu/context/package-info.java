/** What goes along with a task from the thread that submits it to the thread that runs it. */
@NullMarked
package io.asynccpu.context;

import org.jspecify.annotations.NullMarked;
