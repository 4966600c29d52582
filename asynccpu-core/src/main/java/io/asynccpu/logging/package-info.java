/** The only room that knows logging back ends: the child's way to its parent, and what the parent makes of it. */
@NullMarked
package io.asynccpu.logging;

import org.jspecify.annotations.NullMarked;
