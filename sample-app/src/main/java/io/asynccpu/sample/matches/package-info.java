/** Matches of regular expressions that may never end. */
@NullMarked
package io.asynccpu.sample.matches;

import org.jspecify.annotations.NullMarked;
