/**
 * Failures of tasks: captured from a throwable as data, written as bytes, read, and rebuilt as a throwable of the same class.
 */
@NullMarked
package io.asynccpu.internal.codec.failure;

import org.jspecify.annotations.NullMarked;
