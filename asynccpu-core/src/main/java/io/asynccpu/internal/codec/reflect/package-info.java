/** Classes and their instances by reflection: fields, constructors, names from a child, generated class files. */
@NullMarked
package io.asynccpu.internal.codec.reflect;

import org.jspecify.annotations.NullMarked;
