/** A Spring Boot application whose class path may lack the starter. */
@NullMarked
package io.asynccpu.benchmarks.web;

import org.jspecify.annotations.NullMarked;
