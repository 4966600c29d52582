/**
 * Logging: children forward their lines to the parent, which replays them, and take over its levels. The only packages that know a
 * logging back end are below this one.
 */
@NullMarked
package io.asynccpu.internal.logging;

import org.jspecify.annotations.NullMarked;
