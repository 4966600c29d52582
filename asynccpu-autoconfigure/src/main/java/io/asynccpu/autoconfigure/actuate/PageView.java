package io.asynccpu.autoconfigure.actuate;

import java.util.List;
import java.util.function.Function;

/**
 * A part of a list.
 *
 * @param list {@code queued}, {@code running} or {@code failures}
 * @param page the first one is 0
 * @param size most items of a page
 * @param total how many items the whole list has
 */
public record PageView(String pool, String list, int page, int size, long total, List<?> items) {

    static <T> PageView of(String pool, String list, int page, int size, List<T> all, Function<T, ?> view) {
        return new PageView(
                pool,
                list,
                page,
                size,
                all.size(),
                all.stream().skip((long) page * size).limit(size).map(view).toList());
    }
}
