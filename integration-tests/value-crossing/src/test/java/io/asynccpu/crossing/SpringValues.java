package io.asynccpu.crossing;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.core.annotation.AnnotationAttributes;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.UrlResource;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageImpl;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Range;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.SliceImpl;
import org.springframework.data.domain.Sort;
import org.springframework.data.geo.Point;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRange;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.util.LinkedCaseInsensitiveMap;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MimeType;
import org.springframework.util.MultiValueMap;
import org.springframework.util.unit.DataSize;
import org.springframework.web.multipart.MultipartFile;

/** What Spring's own interfaces have as parameters and results. */
final class SpringValues {

    private SpringValues() {}

    static List<Sample> samples() {
        Samples samples = new Samples("spring");
        resources(samples);
        http(samples);
        data(samples);
        others(samples);
        return samples.list();
    }

    private static void resources(Samples samples) {
        samples.add("ByteArrayResource", ByteArrayResource.class, () -> new ByteArrayResource(new byte[] {1}, "a"))
                .add("ByteArrayResource as Resource", Resource.class, () -> new ByteArrayResource(new byte[] {1}))
                .add("ClassPathResource", ClassPathResource.class, () -> new ClassPathResource("crossing.md"))
                .add(
                        "ClassPathResource as Resource",
                        Resource.class,
                        () -> new ClassPathResource("a.txt", SpringValues.class))
                .add("FileSystemResource", FileSystemResource.class, () -> new FileSystemResource("a/b.txt"))
                .add(
                        "FileSystemResource of a Path",
                        Resource.class,
                        () -> new FileSystemResource(Path.of("a", "b.txt")))
                .add("UrlResource", UrlResource.class, () -> new UrlResource("http://127.0.0.1/a"))
                .add(
                        "InputStreamResource",
                        Resource.class,
                        () -> new InputStreamResource(new java.io.ByteArrayInputStream(new byte[] {1})))
                .add("MockMultipartFile", MockMultipartFile.class, SpringValues::file)
                .add("MockMultipartFile as MultipartFile", MultipartFile.class, SpringValues::file);
    }

    private static MockMultipartFile file() {
        return new MockMultipartFile("file", "a.txt", "text/plain", new byte[] {1, 2});
    }

    private static void http(Samples samples) {
        samples.everywhere("MediaType", MediaType.class, () -> new MediaType("text", "plain", StandardCharsets.UTF_8))
                .add("MediaType with parameters", MediaType.class, () -> new MediaType("a", "b", Map.of("Q", "0.5")))
                .add("MimeType", MimeType.class, () -> new MimeType("a", "b"))
                .add("MimeType that is a MediaType", MimeType.class, () -> MediaType.APPLICATION_PDF)
                .add("HttpHeaders", HttpHeaders.class, SpringValues::headers)
                .add("HttpHeaders, read-only", HttpHeaders.class, () -> HttpHeaders.readOnlyHttpHeaders(headers()))
                .everywhere("HttpMethod", HttpMethod.class, () -> HttpMethod.PATCH)
                .add("HttpMethod of one's own", HttpMethod.class, () -> HttpMethod.valueOf("MINE"))
                .everywhere("HttpStatus", HttpStatus.class, () -> HttpStatus.IM_USED)
                .add("HttpStatusCode that is a HttpStatus", HttpStatusCode.class, () -> HttpStatus.OK)
                .add("HttpStatusCode of one's own", HttpStatusCode.class, () -> HttpStatusCode.valueOf(799))
                .add("HttpRange", HttpRange.class, () -> HttpRange.createByteRange(1, 2))
                .add("ContentDisposition", ContentDisposition.class, () -> ContentDisposition.attachment()
                        .filename("ä.txt", StandardCharsets.UTF_8)
                        .build())
                .add("CacheControl", CacheControl.class, () -> CacheControl.maxAge(Duration.ofHours(1))
                        .noTransform())
                .add("ResponseCookie", ResponseCookie.class, () -> ResponseCookie.from("a", "b")
                        .maxAge(7)
                        .build())
                .add(
                        "ResponseEntity",
                        new TypeOf<ResponseEntity<RecordValues.Plain>>() {},
                        () -> ResponseEntity.status(201).header("a", "b").body(new RecordValues.Plain("a", 7)))
                .add(
                        "ResponseEntity without body",
                        new TypeOf<ResponseEntity<Void>>() {},
                        () -> ResponseEntity.noContent().build())
                .add("ResponseEntity of ?", new TypeOf<ResponseEntity<?>>() {}, () -> ResponseEntity.ok(7L))
                .add(
                        "HttpEntity",
                        new TypeOf<HttpEntity<byte[]>>() {},
                        () -> new HttpEntity<>(new byte[] {1}, headers()))
                .add("ProblemDetail", ProblemDetail.class, () -> {
                    ProblemDetail detail = ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, "gone");
                    detail.setType(URI.create("a:b"));
                    detail.setProperty("own", 7L);
                    return detail;
                });
    }

    private static HttpHeaders headers() {
        HttpHeaders headers = new HttpHeaders();
        headers.add("B", "1");
        headers.add("A", "2");
        headers.add("a", "3");
        return headers;
    }

    private static void data(Samples samples) {
        samples.add("Page", new TypeOf<Page<RecordValues.Plain>>() {}, SpringValues::page)
                .add("PageImpl", new TypeOf<PageImpl<RecordValues.Plain>>() {}, SpringValues::page)
                .add("Page, unpaged", new TypeOf<Page<String>>() {}, () -> new PageImpl<>(List.of("a")))
                .add("Page, empty", new TypeOf<Page<String>>() {}, Page::empty)
                .add(
                        "Slice",
                        new TypeOf<Slice<String>>() {},
                        () -> new SliceImpl<>(List.of("a"), PageRequest.of(1, 1), true))
                .add(
                        "PageRequest",
                        PageRequest.class,
                        () -> PageRequest.of(1, 10, Sort.by("a").descending()))
                .add(
                        "Pageable",
                        Pageable.class,
                        () -> PageRequest.of(1, 10, Sort.by("a").descending()))
                .add("Pageable, unpaged", Pageable.class, Pageable::unpaged)
                .add(
                        "Sort",
                        Sort.class,
                        () -> Sort.by(
                                Sort.Order.asc("a").ignoreCase(),
                                Sort.Order.desc("b").nullsLast()))
                .add("Sort, unsorted", Sort.class, Sort::unsorted)
                .add("Range", new TypeOf<Range<Integer>>() {}, () -> Range.rightOpen(1, 7))
                .add("geo.Point", Point.class, () -> new Point(1.5, -0.0));
    }

    private static PageImpl<RecordValues.Plain> page() {
        return new PageImpl<>(List.of(new RecordValues.Plain("a", 7)), PageRequest.of(2, 1, Sort.by("name")), 7);
    }

    private static void others(Samples samples) {
        samples.add("DataSize", DataSize.class, () -> DataSize.ofMegabytes(7))
                .add("LinkedMultiValueMap", new TypeOf<LinkedMultiValueMap<String, String>>() {}, SpringValues::multi)
                .add("MultiValueMap", new TypeOf<MultiValueMap<String, String>>() {}, SpringValues::multi)
                .add("MultiValueMap as Map", new TypeOf<Map<String, List<String>>>() {}, SpringValues::multi)
                .add("LinkedCaseInsensitiveMap", new TypeOf<LinkedCaseInsensitiveMap<Long>>() {}, SpringValues::anyCase)
                .add("LinkedCaseInsensitiveMap as Map", new TypeOf<Map<String, Long>>() {}, SpringValues::anyCase)
                .add("rows of JdbcTemplate", new TypeOf<List<Map<String, Object>>>() {}, () -> {
                    LinkedCaseInsensitiveMap<Object> row = new LinkedCaseInsensitiveMap<>();
                    row.put("ID", 1L);
                    row.put("At", new java.sql.Timestamp(7));
                    return List.of(row);
                })
                .add(
                        "AnnotationAttributes",
                        AnnotationAttributes.class,
                        () -> new AnnotationAttributes(Map.of("a", 1)));
    }

    private static LinkedMultiValueMap<String, String> multi() {
        LinkedMultiValueMap<String, String> map = new LinkedMultiValueMap<>();
        map.add("z", "1");
        map.add("a", "2");
        map.add("z", null);
        return map;
    }

    private static LinkedCaseInsensitiveMap<Long> anyCase() {
        LinkedCaseInsensitiveMap<Long> map = new LinkedCaseInsensitiveMap<>(Locale.ROOT);
        map.put("Zed", 1L);
        map.put("a", 2L);
        return map;
    }
}
