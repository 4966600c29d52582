/** Thumbnails of images that nobody has looked at yet. */
@NullMarked
package io.asynccpu.sample.thumbnails;

import org.jspecify.annotations.NullMarked;
