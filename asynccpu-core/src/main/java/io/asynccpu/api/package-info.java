/** The public types of the core, except the executor itself. Depends on no other package of the project. */
@NullMarked
package io.asynccpu.api;

import org.jspecify.annotations.NullMarked;
