/** A small web application that does what a thread cannot: it survives its users' input. */
@NullMarked
package io.asynccpu.sample;

import org.jspecify.annotations.NullMarked;
