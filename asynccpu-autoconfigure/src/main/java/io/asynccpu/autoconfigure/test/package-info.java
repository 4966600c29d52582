/** Support for the tests of applications. */
@NullMarked
package io.asynccpu.autoconfigure.test;

import org.jspecify.annotations.NullMarked;
