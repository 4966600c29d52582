/** Proxies and checks, in the parent, for bean methods with {@code @ProcessAsync}. */
@NullMarked
package io.asynccpu.autoconfigure.aop;

import org.jspecify.annotations.NullMarked;
