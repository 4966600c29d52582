/** An application in which everything that Spring Boot can start by itself is there. */
@NullMarked
package io.asynccpu.everything;

import org.jspecify.annotations.NullMarked;
