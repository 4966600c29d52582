/** Archives of loaded classes, from which workers start faster: what they are made of, where they are kept, who may use them. */
@NullMarked
package io.asynccpu.launch.archive;

import org.jspecify.annotations.NullMarked;
