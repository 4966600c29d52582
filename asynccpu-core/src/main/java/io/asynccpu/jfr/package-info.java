/** Events of pools for Java Flight Recorder. */
@NullMarked
package io.asynccpu.jfr;

import org.jspecify.annotations.NullMarked;
