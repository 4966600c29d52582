/** Logback in parent and child: levels, forwarding and replay. */
@NullMarked
package io.asynccpu.internal.logging.logback;

import org.jspecify.annotations.NullMarked;
