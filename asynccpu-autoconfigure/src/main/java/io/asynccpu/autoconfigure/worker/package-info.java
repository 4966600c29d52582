/**
 * Child that runs the parent's application quietly: {@link io.asynccpu.autoconfigure.worker.ChildApplication} describes it in
 * the parent, {@link io.asynccpu.autoconfigure.worker.SpringWorkerRuntime} boots it in the child and finds the methods of its
 * beans.
 */
@NullMarked
package io.asynccpu.autoconfigure.worker;

import org.jspecify.annotations.NullMarked;
