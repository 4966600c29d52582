/** In the child: what is logged there on its way to the parent's log. */
@NullMarked
package io.asynccpu.logging;

import org.jspecify.annotations.NullMarked;
