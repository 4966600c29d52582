/** Objects to bytes and back: arguments, results, functions and failures. */
@NullMarked
package io.asynccpu.codec;

import org.jspecify.annotations.NullMarked;
