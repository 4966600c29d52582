package io.asynccpu.autoconfigure.values;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.ResolvableType;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.FileUrlResource;
import org.springframework.core.io.PathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.UrlResource;
import org.springframework.data.domain.KeysetScrollPosition;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.OffsetScrollPosition;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageImpl;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Range;
import org.springframework.data.domain.Score;
import org.springframework.data.domain.ScoringFunction;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.SearchResult;
import org.springframework.data.domain.SearchResults;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.SliceImpl;
import org.springframework.data.domain.Sort;
import org.springframework.data.geo.Box;
import org.springframework.data.geo.Circle;
import org.springframework.data.geo.Distance;
import org.springframework.data.geo.GeoPage;
import org.springframework.data.geo.GeoResult;
import org.springframework.data.geo.GeoResults;
import org.springframework.data.geo.Metrics;
import org.springframework.data.geo.Point;
import org.springframework.data.geo.Polygon;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.ETag;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRange;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.RequestEntity;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.util.CollectionUtils;
import org.springframework.util.LinkedCaseInsensitiveMap;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MimeType;
import org.springframework.util.MultiValueMap;
import org.springframework.util.unit.DataSize;

/** Spring's own values, each where its type is declared, in a bean, in a list, and where an argument says Object. */
class SpringValuesTests {

    private final Crossing crossing = new Crossing();

    record Order(String article, int pieces) {}

    record Form<T>(String name, T value, List<T> more) {}

    static class Bean<T> {
        private final T value;
        private Map<String, T> byName = new LinkedHashMap<>();

        Bean(T value) {
            this.value = value;
            byName.put("a", value);
        }
    }

    record Sample(String name, Type type, Object value) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<Sample> SAMPLES = new ArrayList<>();

    private static void add(String name, Class<?> type, Object value) {
        SAMPLES.add(new Sample(name, type, value));
    }

    private static void add(String name, Class<?> type, List<Class<?>> arguments, Object value) {
        Class<?>[] generics = arguments.toArray(new Class<?>[0]);
        SAMPLES.add(new Sample(
                name, ResolvableType.forClassWithGenerics(type, generics).getType(), value));
    }

    static Stream<Sample> samples() throws Exception {
        if (!SAMPLES.isEmpty()) {
            return SAMPLES.stream();
        }
        resources();
        http();
        entities();
        pages();
        geometry();
        maps();
        return SAMPLES.stream();
    }

    private static void resources() throws Exception {
        add("bytes", Resource.class, new ByteArrayResource(new byte[] {1, 2}, "two bytes"));
        add("bytes as such", ByteArrayResource.class, new ByteArrayResource(new byte[0]));
        add("file", Resource.class, new FileSystemResource(new File("a/b.txt")));
        add("file by its path", FileSystemResource.class, new FileSystemResource("a/../b.txt"));
        add("file by a Path", Resource.class, new FileSystemResource(Path.of("a", "b.txt")));
        add("path", Resource.class, new PathResource("a/b.txt"));
        add("URL", Resource.class, new UrlResource("https://localhost/a%20b?c=d"));
        add(
                "URL without URI",
                UrlResource.class,
                new UrlResource(URI.create("file:/a/b").toURL()));
        add("file's URL", Resource.class, new FileUrlResource("a/b.txt"));
        UrlResource used = new UrlResource("file:/a/../b");
        assertThat(used).hasSameHashCodeAs(new UrlResource("file:/b"));
        used.setUseCaches(false);
        add("URL that was used", Resource.class, used);
        add("class path", Resource.class, new ClassPathResource("logback-test.xml"));
        add("class path, absent", ClassPathResource.class, new ClassPathResource("/a/nowhere.txt"));
    }

    private static void http() {
        add("media type", MediaType.class, MediaType.parseMediaType("text/plain;q=0.5;charset=UTF-8;a=\"b c\""));
        add("media type without parameters", MediaType.class, MediaType.APPLICATION_JSON);
        MediaType seen = new MediaType("text", "html", StandardCharsets.ISO_8859_1);
        assertThat(seen.toString()).isNotEmpty();
        add("media type that was shown", MediaType.class, seen);
        add("mime type", MimeType.class, MimeType.valueOf("text/x;B=2;a=1"));
        add("media type as mime type", MimeType.class, MediaType.TEXT_XML);
        add("method", HttpMethod.class, HttpMethod.GET);
        add("other method", HttpMethod.class, HttpMethod.valueOf("BREW"));
        add("status", HttpStatus.class, HttpStatus.NOT_FOUND);
        add("status as code", HttpStatusCode.class, HttpStatus.I_AM_A_TEAPOT);
        add("code", HttpStatusCode.class, HttpStatusCode.valueOf(299));
        add("headers", HttpHeaders.class, headers());
        add("no headers", HttpHeaders.class, new HttpHeaders());
        add("headers without letters' case", HttpHeaders.class, HttpHeaders.EMPTY);
        add("read-only headers", HttpHeaders.class, HttpHeaders.readOnlyHttpHeaders(headers()));
        HttpHeaders used = HttpHeaders.readOnlyHttpHeaders(headers());
        assertThat(used.getContentType()).isNotNull();
        add("read-only headers that were used", HttpHeaders.class, used);
        LinkedMultiValueMap<String, String> plain = new LinkedMultiValueMap<>();
        plain.add("A", "1");
        add("headers of a plain map", HttpHeaders.class, new HttpHeaders(plain));
        add("cookie", HttpCookie.class, new HttpCookie("a", "b"));
        add(
                "cookie of a response",
                ResponseCookie.class,
                ResponseCookie.from("a", "b").maxAge(3).build());
        add("range of bytes", HttpRange.class, HttpRange.createByteRange(1, 5));
        add("range of the last bytes", HttpRange.class, HttpRange.createSuffixRange(5));
        add(
                "disposition",
                ContentDisposition.class,
                ContentDisposition.attachment()
                        .filename("ä.txt", StandardCharsets.UTF_8)
                        .build());
        add("cache control", CacheControl.class, CacheControl.noCache().mustRevalidate());
        add("etag", ETag.class, new ETag("a", true));
    }

    private static HttpHeaders headers() {
        HttpHeaders headers = new HttpHeaders();
        headers.add("X-Two", "b");
        headers.add("x-two", "a");
        headers.setContentType(MediaType.APPLICATION_JSON);
        headers.set("accept", "text/plain");
        return headers;
    }

    private static void entities() {
        add(
                "response",
                ResponseEntity.class,
                List.of(Order.class),
                ResponseEntity.status(HttpStatus.CREATED).headers(headers()).body(new Order("a", 1)));
        add(
                "response of another code",
                ResponseEntity.class,
                List.of(String.class),
                ResponseEntity.status(299).build());
        add(
                "response that is read-only",
                ResponseEntity.class,
                List.of(String.class),
                new ResponseEntity<>("a", HttpHeaders.readOnlyHttpHeaders(headers()), HttpStatus.OK));
        add("entity", HttpEntity.class, List.of(Order.class), new HttpEntity<>(new Order("a", 1), headers()));
        add(
                "request",
                RequestEntity.class,
                List.of(Order.class),
                RequestEntity.post(URI.create("/a")).header("A", "1").body(new Order("a", 1)));
        add(
                "request without body",
                RequestEntity.class,
                List.of(Void.class),
                RequestEntity.get(URI.create("/a")).build());
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, "twice");
        problem.setInstance(URI.create("/a"));
        problem.setProperty("number", 3L);
        add("problem", ProblemDetail.class, problem);
    }

    private static void pages() {
        Sort sort = Sort.by(Sort.Order.desc("a").ignoreCase().nullsLast(), Sort.Order.asc("b"));
        List<Order> content = List.of(new Order("a", 1), new Order("b", 2));
        add("sort", Sort.class, sort);
        add("no sort", Sort.class, Sort.unsorted());
        add("page request", Pageable.class, PageRequest.of(2, 10, sort));
        add("page request as such", PageRequest.class, PageRequest.ofSize(3));
        add("unpaged", Pageable.class, Pageable.unpaged());
        add("unpaged, sorted", Pageable.class, Pageable.unpaged(sort));
        add("page", Page.class, List.of(Order.class), new PageImpl<>(content, PageRequest.of(1, 2), 5));
        add("page as such", PageImpl.class, List.of(Order.class), new PageImpl<>(content));
        add("no page", Page.class, List.of(Order.class), Page.empty());
        add("slice", Slice.class, List.of(Order.class), new SliceImpl<>(content, PageRequest.of(1, 2, sort), true));
        add("page as a slice", Slice.class, List.of(Order.class), new PageImpl<>(content));
        add("offset", ScrollPosition.class, ScrollPosition.offset(3));
        add("first offset", OffsetScrollPosition.class, ScrollPosition.offset());
        add("keyset", ScrollPosition.class, ScrollPosition.backward(Map.of("a", 1L)));
        add("first keyset", KeysetScrollPosition.class, ScrollPosition.keyset());
        add("limit", Limit.class, Limit.of(3));
        add("no limit", Limit.class, Limit.unlimited());
        add("range", Range.class, List.of(Long.class), Range.leftOpen(1L, 2L));
        add("range without bounds", Range.class, List.of(Long.class), Range.unbounded());
        add(
                "search result",
                SearchResults.class,
                List.of(Order.class),
                new SearchResults<>(List.of(
                        new SearchResult<>(content.get(0), Score.of(0.5, ScoringFunction.cosine())),
                        new SearchResult<>(content.get(1), 0.25))));
    }

    private static void geometry() {
        Point point = new Point(1, 2);
        Distance far = new Distance(3, Metrics.KILOMETERS);
        add("point", Point.class, point);
        add("distance", Distance.class, far);
        add("circle", Circle.class, new Circle(point, far));
        add("box", Box.class, new Box(point, new Point(3, 4)));
        add("polygon", Polygon.class, new Polygon(point, new Point(3, 4), new Point(5, 6)));
        GeoResults<Order> results = new GeoResults<>(List.of(new GeoResult<>(new Order("a", 1), far)));
        add("geo results", GeoResults.class, List.of(Order.class), results);
        add("geo page", GeoPage.class, List.of(Order.class), new GeoPage<>(results, PageRequest.of(0, 1), 3));
    }

    private static void maps() {
        add("size", DataSize.class, DataSize.ofMegabytes(3));
        LinkedMultiValueMap<String, Order> many = new LinkedMultiValueMap<>();
        many.add("b", new Order("b", 1));
        many.add("b", new Order("a", 2));
        many.put("a", new ArrayList<>());
        add("many", MultiValueMap.class, List.of(String.class, Order.class), many);
        add("many as such", LinkedMultiValueMap.class, List.of(String.class, Order.class), many);
        add(
                "many, read-only",
                MultiValueMap.class,
                List.of(String.class, Order.class),
                CollectionUtils.unmodifiableMultiValueMap(many));
        add(
                "many, adapted",
                MultiValueMap.class,
                List.of(String.class, Order.class),
                CollectionUtils.toMultiValueMap(
                        new LinkedHashMap<>(Map.of("a", Arrays.asList(new Order("b", 1), null)))));
        add("row", LinkedCaseInsensitiveMap.class, List.of(Object.class), row());
        add("row as a map", Map.class, List.of(String.class, Object.class), row());
        LinkedCaseInsensitiveMap<Order> orders = new LinkedCaseInsensitiveMap<>(Locale.GERMAN);
        orders.put("B", new Order("b", 1));
        add("map of any case", Map.class, List.of(String.class, Order.class), orders);
    }

    /** As JdbcTemplate gives it. */
    private static LinkedCaseInsensitiveMap<Object> row() {
        LinkedCaseInsensitiveMap<Object> row = new LinkedCaseInsensitiveMap<>();
        row.put("NAME", "a");
        row.put("id", 1L);
        row.put("at", java.sql.Timestamp.valueOf("2026-01-02 03:04:05.123456789"));
        row.put("none", null);
        row.put("price", new java.math.BigDecimal("1.20"));
        return row;
    }

    @ParameterizedTest
    @MethodSource("samples")
    void asAnArgument(Sample sample) {
        requireSame(crossing.asArgument(sample.type, sample.value), sample.value);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void asAnArgumentWhereObjectIsDeclared(Sample sample) {
        requireSame(crossing.asArgument(Object.class, sample.value), sample.value);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void asAResult(Sample sample) {
        requireSame(crossing.asResult(sample.type, sample.value), sample.value);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void inARecordAndAList(Sample sample) {
        ResolvableType type = ResolvableType.forType(sample.type);
        Form<Object> form = new Form<>("a", sample.value, Collections.singletonList(sample.value));
        Crossing.same(crossing.asArgument(Crossing.of(Form.class, type), form), form);
        Crossing.same(crossing.asResult(Crossing.of(Form.class, type), form), form);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void inABean(Sample sample) {
        ResolvableType type = ResolvableType.forType(sample.type);
        Bean<Object> bean = new Bean<>(sample.value);
        Crossing.same(crossing.asArgument(Crossing.of(Bean.class, type), bean), bean);
        Bean<Object> arrived = crossing.asResult(Crossing.of(Bean.class, type), bean);
        Crossing.same(arrived, bean);
        if (!(sample.value instanceof Record)) {
            assertThat(arrived.byName.get("a")).isSameAs(arrived.value);
        }
    }

    private static void requireSame(Object arrived, Object sent) {
        Crossing.same(arrived, sent);
        if (!(sent instanceof CacheControl)) { // it has no equals
            assertThat(arrived).isEqualTo(sent).hasSameHashCodeAs(sent);
        }
    }
}
