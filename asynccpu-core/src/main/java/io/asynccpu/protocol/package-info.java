/** What parent and child say to each other, and how it looks on the wire. Shared by both sides. */
@NullMarked
package io.asynccpu.protocol;

import org.jspecify.annotations.NullMarked;
