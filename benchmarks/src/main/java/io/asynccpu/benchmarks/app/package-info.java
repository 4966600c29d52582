/** A small Spring Boot application, to be measured as a whole. */
@NullMarked
package io.asynccpu.benchmarks.app;

import org.jspecify.annotations.NullMarked;
