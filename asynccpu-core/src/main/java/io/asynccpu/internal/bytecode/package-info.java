/** Class files for code that Java source cannot express. */
@NullMarked
package io.asynccpu.internal.bytecode;

import org.jspecify.annotations.NullMarked;
