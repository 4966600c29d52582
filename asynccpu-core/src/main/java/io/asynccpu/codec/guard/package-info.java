/** What an object consists of, and whether another one is the same: the guard over both codecs. */
@NullMarked
package io.asynccpu.codec.guard;

import org.jspecify.annotations.NullMarked;
