package io.asynccpu.autoconfigure.values;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.RequestEntity;
import org.springframework.util.ClassUtils;
import org.springframework.util.CollectionUtils;
import org.springframework.util.LinkedCaseInsensitiveMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.multipart.MultipartFile;

/** Conversions of values of HTTP. */
final class HttpValues {

    /** Maps that cross by their fields. Those of servers and clients are views of their own requests. */
    private static final Set<String> PLAIN = Set.of(
            "org.springframework.util.LinkedMultiValueMap",
            "org.springframework.util.MultiValueMapAdapter",
            "org.springframework.util.UnmodifiableMultiValueMap");

    record HeadersForm(MultiValueMap<String, String> map) {}

    record MethodForm(String name) {}

    record RequestForm<T>(
            @Nullable T body, HttpHeaders headers, @Nullable HttpMethod method, URI url) {}

    private HttpValues() {}

    static List<Conversion<?, ?>> conversions(@Nullable ClassLoader loader) {
        Class<?> readOnly = ClassUtils.resolveClassName("org.springframework.http.ReadOnlyHttpHeaders", loader);
        return List.of(
                Conversion.<HttpMethod, MethodForm>of(
                        HttpMethod.class,
                        MethodForm.class,
                        (method, asArgument) -> new MethodForm(method.name()),
                        (form, asArgument) -> HttpMethod.valueOf(form.name())),
                Conversion.<MediaType, CoreValues.MimeTypeForm>of(
                        MediaType.class,
                        CoreValues.MimeTypeForm.class,
                        (media, asArgument) -> CoreValues.form(media),
                        (form, asArgument) ->
                                CoreValues.shown(new MediaType(form.type(), form.subtype(), form.parameters()))),
                Conversion.<HttpHeaders, HeadersForm>of(
                        HttpHeaders.class,
                        HeadersForm.class,
                        (headers, asArgument) -> new HeadersForm(map(headers)),
                        (form, asArgument) -> new HttpHeaders(form.map())),
                Conversion.<HttpHeaders, HeadersForm>of(
                        readOnly.asSubclass(HttpHeaders.class),
                        HeadersForm.class,
                        (headers, asArgument) -> new HeadersForm(map(read(headers))),
                        (form, asArgument) -> read(HttpHeaders.readOnlyHttpHeaders(form.map()))),
                Conversion.<RequestEntity<Object>, RequestForm<Object>>of(
                        CoreValues.type(RequestEntity.class),
                        CoreValues.type(RequestForm.class),
                        (request, asArgument) -> form(request),
                        (form, asArgument) ->
                                new RequestEntity<>(form.body(), form.headers(), form.method(), form.url())),
                new Conversion<MultipartFile, TransferredFile>(
                        MultipartFile.class,
                        HttpValues::isUpload,
                        TransferredFile.class,
                        (file, asArgument) -> TransferredFile.of(file),
                        (form, asArgument) -> form));
    }

    /**
     * Whether the class is the declared interface, or an implementation that holds a part of a request; others cross as they
     * are.
     */
    private static boolean isUpload(Class<?> type) {
        return type == MultipartFile.class
                || (MultipartFile.class.isAssignableFrom(type)
                        && type.getName().startsWith("org.springframework.web.multipart."));
    }

    @SuppressWarnings("unchecked") // so is the field declared
    private static MultiValueMap<String, String> map(HttpHeaders headers) {
        Object map = CoreValues.field(HttpHeaders.class, "headers", headers);
        if (map != null && PLAIN.contains(map.getClass().getName())) {
            return (MultiValueMap<String, String>) map;
        }
        MultiValueMap<String, String> copy =
                CollectionUtils.toMultiValueMap(new LinkedCaseInsensitiveMap<>(headers.size(), Locale.ROOT));
        headers.forEach((name, values) -> copy.put(name, new ArrayList<>(values)));
        return copy;
    }

    /** Headers keep parsed values in fields; so both sides have them. */
    private static HttpHeaders read(HttpHeaders headers) {
        try {
            MediaType unused = headers.getContentType();
        } catch (InvalidMediaTypeException e) {
            // So it is on both sides.
        }
        try {
            List<MediaType> unused = headers.getAccept();
        } catch (InvalidMediaTypeException e) {
            // So it is on both sides.
        }
        return headers;
    }

    private static RequestForm<Object> form(RequestEntity<Object> request) {
        Object body = request.getBody();
        if (request.getType() != (body == null ? null : body.getClass())) {
            throw new IllegalArgumentException(
                    "a RequestEntity with a type of its own would let the other side name any class; pass one without");
        }
        return new RequestForm<>(body, request.getHeaders(), request.getMethod(), request.getUrl());
    }
}
