/** The application that the packaging tests start. */
@NullMarked
package io.asynccpu.packaging;

import org.jspecify.annotations.NullMarked;
