/**
 * The quiet child: the parent's {@link io.asynccpu.autoconfigure.worker.ChildApplication} says what to boot, the child's
 * {@link io.asynccpu.autoconfigure.worker.SpringWorkerRuntime} boots it and finds the beans' methods in it.
 */
@NullMarked
package io.asynccpu.autoconfigure.worker;

import org.jspecify.annotations.NullMarked;
