package io.asynccpu.autoconfigure.values;

import io.asynccpu.autoconfigure.values.Conversion.Nothing;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Window;
import org.springframework.util.ClassUtils;

/** Conversions of values of Spring Data. */
final class DataValues {

    /** Form of a window, whose positions come from a function. */
    record WindowForm<T>(List<T> content, List<ScrollPosition> positions, boolean hasNext) {}

    private DataValues() {}

    static List<Conversion<?, ?>> conversions(@Nullable ClassLoader loader) {
        Class<?> unlimited = ClassUtils.resolveClassName("org.springframework.data.domain.Limit$Unlimited", loader);
        return List.of(
                Conversion.<Limit, Nothing>of(
                        unlimited.asSubclass(Limit.class),
                        Nothing.class,
                        (limit, asArgument) -> new Nothing(),
                        (form, asArgument) -> Limit.unlimited()),
                new Conversion<Window<Object>, WindowForm<Object>>(
                        CoreValues.type(Window.class),
                        DataValues::isWindow,
                        CoreValues.type(WindowForm.class),
                        (window, asArgument) -> form(window),
                        (form, asArgument) -> Window.from(form.content(), form.positions()::get, form.hasNext())));
    }

    private static boolean isWindow(Class<?> type) {
        return type == Window.class || type.getName().equals("org.springframework.data.domain.WindowImpl");
    }

    private static WindowForm<Object> form(Window<Object> window) {
        List<ScrollPosition> positions = new ArrayList<>();
        for (int i = 0; i < window.size(); i++) {
            positions.add(window.positionAt(i));
        }
        return new WindowForm<>(window.getContent(), positions, window.hasNext());
    }
}
