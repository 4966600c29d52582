/** What code sets for a whole JVM (time zone, locales, system properties): of the parent, as its children take it over. */
@NullMarked
package io.asynccpu.state;

import org.jspecify.annotations.NullMarked;
