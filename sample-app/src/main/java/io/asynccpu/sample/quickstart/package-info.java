/** The process pool without Spring, in five lines. */
@NullMarked
package io.asynccpu.sample.quickstart;

import org.jspecify.annotations.NullMarked;
