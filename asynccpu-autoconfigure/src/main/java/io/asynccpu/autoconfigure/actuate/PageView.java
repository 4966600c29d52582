package io.asynccpu.autoconfigure.actuate;

import java.util.List;
import java.util.function.Function;

/**
 * Page of a list in the endpoint's JSON.
 *
 * @param list {@code queued}, {@code running} or {@code failures}
 * @param page from 0
 * @param size maximum number of items on a page
 * @param total number of items in the whole list
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
