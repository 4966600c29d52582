/** Log4j 2 in parent and child: levels, forwarding and replay. */
@NullMarked
package io.asynccpu.internal.logging.log4j2;

import org.jspecify.annotations.NullMarked;
