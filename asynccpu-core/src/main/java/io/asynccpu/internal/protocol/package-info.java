/** The messages between parent and child, their form on the wire, and the files that both sides share. */
@NullMarked
package io.asynccpu.internal.protocol;

import org.jspecify.annotations.NullMarked;
