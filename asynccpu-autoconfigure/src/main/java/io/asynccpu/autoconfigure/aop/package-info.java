/** Bean methods with {@code @ProcessAsync}, in the parent. */
@NullMarked
package io.asynccpu.autoconfigure.aop;

import org.jspecify.annotations.NullMarked;
