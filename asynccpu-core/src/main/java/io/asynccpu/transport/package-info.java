/** Messages as frames over a private Unix-domain socket. */
@NullMarked
package io.asynccpu.transport;

import org.jspecify.annotations.NullMarked;
