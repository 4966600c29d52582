package io.asynccpu.autoconfigure.values;

import java.io.IOException;
import java.lang.reflect.Field;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.util.ClassUtils;
import org.springframework.util.LinkedCaseInsensitiveMap;
import org.springframework.util.MimeType;
import org.springframework.util.ReflectionUtils;

/** Conversions of values of Spring's core. */
final class CoreValues {

    /** Resources that only the process that created them can read. */
    static final List<String> UNREADABLE = List.of(
            "org.springframework.core.io.InputStreamResource",
            "org.springframework.core.io.VfsResource",
            "org.springframework.web.context.support.ServletContextResource");

    static final String REMEDY =
            "can only be read by the process that created it; pass a ByteArrayResource of its content,"
                    + " or a FileSystemResource";

    record MapForm<V>(Locale locale, LinkedHashMap<String, V> entries) {}

    record MimeTypeForm(String type, String subtype, LinkedHashMap<String, String> parameters) {}

    /**
     * @param anchor name of the class that the path is relative to; null if it is not
     */
    record ClassPathForm(String path, @Nullable String anchor) {}

    private CoreValues() {}

    static List<Conversion<?, ?>> conversions(@Nullable ClassLoader loader) {
        return List.of(
                Conversion.<LinkedCaseInsensitiveMap<Object>, MapForm<Object>>of(
                        type(LinkedCaseInsensitiveMap.class),
                        type(MapForm.class),
                        (map, asArgument) -> new MapForm<>(map.getLocale(), new LinkedHashMap<>(map)),
                        (form, asArgument) -> map(form)),
                Conversion.<MimeType, MimeTypeForm>of(
                        MimeType.class,
                        MimeTypeForm.class,
                        (mime, asArgument) -> form(mime),
                        (form, asArgument) -> shown(new MimeType(form.type(), form.subtype(), form.parameters()))),
                new Conversion<>(
                        ClassPathResource.class,
                        CoreValues::isOnClassPath,
                        ClassPathForm.class,
                        (resource, asArgument) -> form(resource, asArgument, loader),
                        (form, asArgument) -> resource(form, asArgument, loader)));
    }

    /** Type of a class with type parameters. */
    @SuppressWarnings("unchecked") // the codec keeps to the ones that are declared
    static <T> Class<T> type(Class<?> raw) {
        return (Class<T>) raw;
    }

    private static LinkedCaseInsensitiveMap<Object> map(MapForm<Object> form) {
        LinkedCaseInsensitiveMap<Object> map = new LinkedCaseInsensitiveMap<>(form.locale());
        for (Map.Entry<String, Object> entry : form.entries().entrySet()) {
            map.put(entry.getKey(), entry.getValue());
        }
        return map;
    }

    static MimeTypeForm form(MimeType mime) {
        MimeType shown = shown(mime);
        return new MimeTypeForm(shown.getType(), shown.getSubtype(), new LinkedHashMap<>(shown.getParameters()));
    }

    /** The type keeps its text in a field once it was asked for; so both sides have it. */
    static <T extends MimeType> T shown(T mime) {
        String unused = mime.toString();
        return mime;
    }

    /** Also a resource that a context created for a location without a prefix. */
    private static boolean isOnClassPath(Class<?> type) {
        return type == ClassPathResource.class
                || type.getName().equals("org.springframework.core.io.DefaultResourceLoader$ClassPathContextResource");
    }

    private static ClassPathForm form(ClassPathResource resource, boolean asArgument, @Nullable ClassLoader loader)
            throws IOException {
        Class<?> anchor = (Class<?>) field(ClassPathResource.class, "clazz", resource);
        if (anchor != null) {
            if (!asArgument) {
                throw new IllegalArgumentException(
                        resource + " is relative to a class, and a child may not name classes;"
                                + " name its whole path: new ClassPathResource(\"" + resource.getPath() + "\")");
            }
            return new ClassPathForm(
                    (String) Objects.requireNonNull(field(ClassPathResource.class, "path", resource)),
                    anchor.getName());
        }
        ClassPathResource arriving = new ClassPathResource(resource.getPath(), loader);
        if (!Objects.equals(url(resource), url(arriving))) {
            throw new IllegalArgumentException(
                    resource + " is of a class loader that the other side does not have; pass a"
                            + " ByteArrayResource of its content, or a UrlResource");
        }
        return new ClassPathForm(resource.getPath(), null);
    }

    private static @Nullable String url(ClassPathResource resource) throws IOException {
        return resource.exists() ? resource.getURL().toExternalForm() : null;
    }

    /** Value of a field for which there is no method; null if the class does not have the field any more. */
    static @Nullable Object field(Class<?> declaring, String name, Object holder) {
        Field field = ReflectionUtils.findField(declaring, name);
        if (field == null) {
            return null;
        }
        ReflectionUtils.makeAccessible(field);
        return ReflectionUtils.getField(field, holder);
    }

    private static ClassPathResource resource(ClassPathForm form, boolean asArgument, @Nullable ClassLoader loader) {
        if (form.anchor() == null) {
            return new ClassPathResource(form.path(), loader);
        }
        if (!asArgument) {
            throw new IllegalArgumentException("a child named the class " + form.anchor());
        }
        return new ClassPathResource(form.path(), ClassUtils.resolveClassName(form.anchor(), loader));
    }
}
