package io.asynccpu.autoconfigure.actuate;

import java.util.List;

/**
 * A part of a list.
 *
 * @param list {@code queued}, {@code running} or {@code failures}
 * @param page the first one is 0
 * @param size most items of a page
 * @param total how many items the whole list has
 */
public record PageView(String pool, String list, int page, int size, long total, List<?> items) {}
