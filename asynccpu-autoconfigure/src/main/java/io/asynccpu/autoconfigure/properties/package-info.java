/** The keys under {@code asynccpu} and what is wrong with them. */
@NullMarked
package io.asynccpu.autoconfigure.properties;

import org.jspecify.annotations.NullMarked;
