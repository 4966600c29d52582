/** Events of pools for Java Flight Recorder. */
@NullMarked
package io.asynccpu.internal.jfr;

import org.jspecify.annotations.NullMarked;
