/** What users of the core see, except the executor itself. Imports nothing else of the project. */
@NullMarked
package io.asynccpu.api;

import org.jspecify.annotations.NullMarked;
