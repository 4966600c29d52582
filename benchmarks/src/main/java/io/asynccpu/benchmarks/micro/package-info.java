/** JMH benchmarks of the small parts. */
@NullMarked
package io.asynccpu.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
