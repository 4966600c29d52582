/** Log4j 2 in parent and child: levels, forwarding and replay. */
@NullMarked
package io.asynccpu.logging.log4j2;

import org.jspecify.annotations.NullMarked;
