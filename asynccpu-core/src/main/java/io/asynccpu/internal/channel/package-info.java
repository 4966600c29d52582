/** Messages as frames over a private Unix-domain socket. */
@NullMarked
package io.asynccpu.internal.channel;

import org.jspecify.annotations.NullMarked;
