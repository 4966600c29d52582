/** The JVM-wide state (time zone, locales, system properties) that children take over from their parent. */
@NullMarked
package io.asynccpu.internal.state;

import org.jspecify.annotations.NullMarked;
