package io.asynccpu.autoconfigure.values;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.ClassUtils;
import tools.jackson.databind.JacksonModule;

/**
 * Jackson modules and conversions for Spring's own values as arguments and results, such as a {@code Resource}, a {@code
 * ResponseEntity} or a {@code Page}. Most values cross by their fields. Those that cannot be rebuilt from their fields are
 * converted, and a child may send Spring's implementations of Spring's interfaces. A library is used only if it is present.
 */
public final class SpringValues {

    private static final String DATA = "org.springframework.data.";

    /** Implementations of Spring's own interfaces and classes; some are not public. */
    private static final List<String> SUBTYPES = List.of(
            "org.springframework.core.io.ByteArrayResource",
            "org.springframework.core.io.ClassPathResource",
            "org.springframework.core.io.FileSystemResource",
            "org.springframework.core.io.FileUrlResource",
            "org.springframework.core.io.PathResource",
            "org.springframework.core.io.UrlResource",
            "org.springframework.util.LinkedCaseInsensitiveMap",
            "org.springframework.util.LinkedMultiValueMap",
            "org.springframework.util.MultiValueMapAdapter",
            "org.springframework.util.UnmodifiableMultiValueMap",
            "org.springframework.http.HttpRange$ByteRange",
            "org.springframework.http.HttpRange$SuffixByteRange",
            "org.springframework.http.MediaType",
            "org.springframework.http.ReadOnlyHttpHeaders",
            "org.springframework.http.RequestEntity",
            "org.springframework.http.ResponseCookie",
            "org.springframework.http.ResponseEntity",
            DATA + "domain.DoubleVector",
            DATA + "domain.FloatVector",
            DATA + "domain.KeysetScrollPosition",
            DATA + "domain.Limit$Limited",
            DATA + "domain.Limit$Unlimited",
            DATA + "domain.OffsetScrollPosition",
            DATA + "domain.PageImpl",
            DATA + "domain.PageRequest",
            DATA + "domain.Similarity",
            DATA + "domain.SliceImpl",
            DATA + "domain.Unpaged",
            DATA + "domain.UnspecifiedScoringFunction",
            DATA + "domain.VectorScoringFunctions",
            DATA + "geo.Box",
            DATA + "geo.Circle",
            DATA + "geo.CustomMetric",
            DATA + "geo.GeoPage",
            DATA + "geo.Metrics",
            DATA + "geo.Polygon");

    private SpringValues() {}

    /**
     * Modules of a pool whose tasks are bean methods: first that of Spring's values, then the application's own, which take
     * precedence.
     *
     * @param loader of the application's classes
     */
    public static List<JacksonModule> modules(ObjectProvider<JacksonModule> own, @Nullable ClassLoader loader) {
        List<JacksonModule> all = new ArrayList<>();
        all.add(module(loader));
        own.orderedStream().forEach(all::add);
        return all;
    }

    static JacksonModule module(@Nullable ClassLoader loader) {
        return new ConversionModule(() -> subtypes(loader), () -> conversions(loader));
    }

    static List<Class<?>> subtypes(@Nullable ClassLoader loader) {
        List<Class<?>> found = findThere(SUBTYPES, loader);
        // Otherwise the message for such a result would be about its class, which the user cannot fix.
        found.addAll(findThere(CoreValues.UNREADABLE, loader));
        return found;
    }

    static List<Conversion<?, ?>> conversions(@Nullable ClassLoader loader) {
        List<Conversion<?, ?>> all = new ArrayList<>(CoreValues.conversions(loader));
        for (Class<?> each : findThere(CoreValues.UNREADABLE, loader)) {
            all.add(Conversion.refusal(each, CoreValues.REMEDY));
        }
        if (ClassUtils.isPresent("org.springframework.http.HttpHeaders", loader)) {
            all.addAll(HttpValues.conversions(loader));
        }
        if (ClassUtils.isPresent(DATA + "domain.Window", loader)) {
            all.addAll(DataValues.conversions(loader));
        }
        return all;
    }

    private static List<Class<?>> findThere(List<String> names, @Nullable ClassLoader loader) {
        List<Class<?>> found = new ArrayList<>();
        for (String name : names) {
            if (ClassUtils.isPresent(name, loader)) {
                Class<?> type = ClassUtils.resolveClassName(name, loader);
                if (isWhole(type)) {
                    found.add(type);
                }
            }
        }
        return found;
    }

    /**
     * Whether all classes that the class refers to are present, such as the servlet API for a resource of a servlet context.
     */
    private static boolean isWhole(Class<?> type) {
        try {
            return type.getDeclaredFields().length + type.getDeclaredMethods().length >= 0;
        } catch (NoClassDefFoundError e) {
            return false;
        }
    }
}
