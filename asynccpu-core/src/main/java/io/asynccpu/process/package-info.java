/** Operating-system processes of this user: the tree of a worker, its descendants, kernel kills, and the private directories of pools. */
@NullMarked
package io.asynccpu.process;

import org.jspecify.annotations.NullMarked;
