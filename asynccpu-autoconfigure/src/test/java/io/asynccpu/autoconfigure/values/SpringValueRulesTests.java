package io.asynccpu.autoconfigure.values;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.api.TaskNotSerializableException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.ResolvableType;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.OffsetScrollPosition;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Window;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.RequestEntity;
import org.springframework.http.ResponseEntity;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.util.ClassUtils;
import org.springframework.util.LinkedCaseInsensitiveMap;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.multipart.MultipartFile;

/** What holds for Spring's values beside their being equal. */
class SpringValueRulesTests {

    /** A file that is there. */
    private static final String OWN = "io/asynccpu/autoconfigure/values/SpringValues.class";

    private final Crossing crossing = new Crossing();

    static class Shortage extends ProblemDetail {
        private final int missing;

        Shortage(int missing) {
            super(409);
            this.missing = missing;
        }
    }

    /** As the one of a request, whose class is private. */
    static class Upload implements MultipartFile {
        private final MultipartFile file = new MockMultipartFile("a", "b.txt", "text/plain", new byte[] {1, 2});

        @Override
        public String getName() {
            return file.getName();
        }

        @Override
        public String getOriginalFilename() {
            return file.getOriginalFilename();
        }

        @Override
        public String getContentType() {
            return file.getContentType();
        }

        @Override
        public boolean isEmpty() {
            return file.isEmpty();
        }

        @Override
        public long getSize() {
            return file.getSize();
        }

        @Override
        public byte[] getBytes() throws IOException {
            return file.getBytes();
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return file.getInputStream();
        }

        @Override
        public void transferTo(java.io.File target) throws IOException {
            file.transferTo(target);
        }
    }

    /** Of a server, whose fields are its own. */
    static class Foreign extends LinkedMultiValueMap<String, String> {
        private final transient Thread server = Thread.currentThread();
    }

    @Test
    void constantsAreThemselves() {
        assertThat(crossing.asResult(HttpMethod.class, HttpMethod.GET)).isSameAs(HttpMethod.GET);
        assertThat(crossing.asResult(Limit.class, Limit.unlimited())).isSameAs(Limit.unlimited());
    }

    @Test
    void namesOfHeadersHaveNoCaseAndReadOnlyStaysReadOnly() {
        HttpHeaders headers = new HttpHeaders();
        headers.add("X-A", "1");
        headers.add("x-a", "2");
        headers.add("B", "3");
        HttpHeaders arrived = crossing.asResult(HttpHeaders.class, headers);
        assertThat(arrived.get("x-A")).containsExactly("1", "2");
        assertThat(arrived.headerNames()).containsExactly("X-A", "B");
        arrived.add("b", "4");
        assertThat(arrived.size()).isEqualTo(2);

        HttpHeaders readOnly = crossing.asResult(HttpHeaders.class, HttpHeaders.readOnlyHttpHeaders(headers));
        assertThat(readOnly.getFirst("x-a")).isEqualTo("1");
        assertThatThrownBy(() -> readOnly.add("a", "b")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void headersThatAreAViewOfSomethingBecomePlainOnes() {
        Foreign map = new Foreign();
        map.add("A", "1");
        HttpHeaders sent = new HttpHeaders(map);
        HttpHeaders arrived = crossing.asArgument(HttpHeaders.class, sent);
        assertThat(arrived).isEqualTo(sent);
        assertThat(arrived.getFirst("a")).isEqualTo("1");
    }

    @Test
    void headersThatNobodyCanReadCross() {
        HttpHeaders headers = new HttpHeaders();
        headers.set("Content-Type", "no type");
        headers.set("Accept", "/");
        HttpHeaders sent = HttpHeaders.readOnlyHttpHeaders(headers);
        assertThat(crossing.asResult(HttpHeaders.class, sent)).isEqualTo(sent);
    }

    @Test
    void namesOfParametersAndColumnsHaveNoCase() {
        MediaType type = crossing.asResult(MediaType.class, MediaType.parseMediaType("text/plain;charset=UTF-8;B=c"));
        assertThat(type.getParameter("CHARSET")).isEqualTo("UTF-8");
        assertThat(type.getParameter("b")).isEqualTo("c");
        assertThat(type.getCharset()).isEqualTo(UTF_8);

        LinkedCaseInsensitiveMap<Object> row = new LinkedCaseInsensitiveMap<>();
        row.put("ID", 1L);
        List<Map<String, Object>> rows = crossing.asResult(
                new ParameterizedTypeReference<List<Map<String, Object>>>() {}.getType(), List.of(row));
        assertThat(rows.get(0)).containsEntry("id", 1L).isExactlyInstanceOf(LinkedCaseInsensitiveMap.class);
    }

    @Test
    void aProblemMayBeASubclassAsAnArgument() {
        Shortage arrived = (Shortage) crossing.<ProblemDetail>asArgument(ProblemDetail.class, new Shortage(3));
        assertThat(arrived.missing).isEqualTo(3);
        assertThat(arrived.getStatus()).isEqualTo(409);
    }

    @Test
    void anAnswerMayHaveNoBodyOrAnyBodyThatIsDeclared() {
        ResponseEntity<Void> none = ResponseEntity.noContent().build();
        assertThat(crossing.asResult(new ParameterizedTypeReference<ResponseEntity<Void>>() {}.getType(), none))
                .isEqualTo(none);
        ResponseEntity<Resource> file = ResponseEntity.ok(new ByteArrayResource(new byte[] {1}));
        assertThat(crossing.asResult(new ParameterizedTypeReference<ResponseEntity<Resource>>() {}.getType(), file))
                .isEqualTo(file);
    }

    @Test
    void aResourceOnTheClassPathIsRead() throws Exception {
        Resource sent = new ClassPathResource(OWN);
        Resource arrived = crossing.asResult(Resource.class, sent);
        assertThat(arrived.getContentAsByteArray())
                .isEqualTo(sent.getContentAsByteArray())
                .isNotEmpty();
    }

    @Test
    void aResourceOfAContextIsOneOnTheClassPath() {
        Resource sent = new DefaultResourceLoader().getResource(OWN);
        Resource arrived = crossing.asResult(Resource.class, sent);
        assertThat(arrived).isEqualTo(sent).isExactlyInstanceOf(ClassPathResource.class);
        assertThat(crossing.<Object>asArgument(Object.class, sent)).isEqualTo(sent);
    }

    @Test
    void aResourceThatIsRelativeToAClassIsAnArgumentOnly() {
        Resource sent = new ClassPathResource("Some.class", SpringValueRulesTests.class);
        Resource arrived = crossing.asArgument(Resource.class, sent);
        assertThat(arrived).isEqualTo(sent);
        refused(() -> crossing.asResult(Resource.class, sent))
                .withMessageContaining(
                        "name its whole path: new ClassPathResource(\"io/asynccpu/autoconfigure/values/Some");
    }

    @Test
    void aResourceOfAnotherClassLoaderIsRefused(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("only-here.txt"), "a");
        try (URLClassLoader other =
                new URLClassLoader(new URL[] {directory.toUri().toURL()}, ClassUtils.getDefaultClassLoader())) {
            Resource strange = new ClassPathResource("only-here.txt", other);
            refused(() -> crossing.asArgument(Resource.class, strange)).withMessageContaining("UrlResource");
            Resource known = new ClassPathResource(OWN, other);
            Resource arrived = crossing.asArgument(Resource.class, known);
            assertThat(arrived.getDescription()).isEqualTo(known.getDescription());
        }
    }

    @Test
    void aStreamIsRefusedAndSaysWhatToPass() {
        Resource stream = new InputStreamResource(new ByteArrayInputStream(new byte[] {1}));
        refused(() -> crossing.asArgument(Resource.class, stream)).withMessageContaining("pass a ByteArrayResource");
        refused(() -> crossing.<Object>asArgument(Object.class, stream))
                .withMessageContaining("pass a ByteArrayResource");
        refused(() -> crossing.asResult(Resource.class, stream))
                .withMessageContaining("InputStreamResource can only be read by the process that created it; pass a"
                        + " ByteArrayResource");
    }

    private static Resource named() {
        return new ByteArrayResource(new byte[] {1}) {
            @Override
            public String getFilename() {
                return "a.txt";
            }
        };
    }

    @Test
    void aChildsOwnResourceIsRefused() {
        Resource own = named();
        assertThat(crossing.asArgument(Resource.class, own).getFilename()).isEqualTo("a.txt");
        refused(() -> crossing.asResult(Resource.class, own)).withMessageContaining("a child must not choose classes");
    }

    @Test
    void aFileArrivesWithItsBytesAndNames(@TempDir Path directory) throws Exception {
        Upload sent = new Upload();
        MultipartFile argument = crossing.asArgument(MultipartFile.class, sent);
        assertThat(argument).isEqualTo(sent).isExactlyInstanceOf(TransferredFile.class);
        assertThat(argument.getOriginalFilename()).isEqualTo("b.txt");
        assertThat(argument.getContentType()).isEqualTo("text/plain");
        assertThat(argument.getResource().getFilename()).isEqualTo("b.txt");
        argument.transferTo(directory.resolve("a"));
        assertThat(directory.resolve("a")).hasBinaryContent(new byte[] {1, 2});
        assertThat(crossing.asResult(MultipartFile.class, argument)).isEqualTo(argument);

        ResolvableType list = ResolvableType.forClassWithGenerics(List.class, MultipartFile.class);
        List<MultipartFile> files = crossing.asArgument(list.getType(), new ArrayList<>(List.of(sent, argument)));
        assertThat(files).containsExactly(argument, argument);

        MultiValueMap<String, MultipartFile> byName = new LinkedMultiValueMap<>();
        byName.add("a", sent);
        ResolvableType map =
                ResolvableType.forClassWithGenerics(MultiValueMap.class, String.class, MultipartFile.class);
        assertThat(crossing.asArgument(map.getType(), byName).getFirst("a")).isEqualTo(sent);
    }

    @Test
    void aWindowKeepsItsPositions() {
        List<String> content = List.of("a", "b");
        Window<String> sent = Window.from(content, OffsetScrollPosition.positionFunction(5), true);
        ResolvableType type = ResolvableType.forClassWithGenerics(Window.class, String.class);
        for (Window<String> arrived : List.of(
                crossing.asArgument(type.getType(), sent),
                crossing.asResult(type.getType(), sent),
                crossing.<Object>asArgument(Object.class, sent) instanceof Window<?> window
                        ? crossing.asResult(type.getType(), Window.from(content, window::positionAt, window.hasNext()))
                        : sent)) {
            assertThat(arrived.getContent()).isEqualTo(content);
            assertThat(arrived.hasNext()).isTrue();
            assertThat(arrived.positionAt(1)).isEqualTo(sent.positionAt(1)).isEqualTo(ScrollPosition.offset(6));
        }
    }

    @Test
    void aRequestWithATypeOfItsOwnIsRefused() {
        ResolvableType type = ResolvableType.forClassWithGenerics(RequestEntity.class, Object.class);
        RequestEntity<Object> typed = RequestEntity.post(URI.create("/a"))
                .body(List.of(1), new ParameterizedTypeReference<List<Integer>>() {}.getType());
        refused(() -> crossing.asArgument(type.getType(), typed)).withMessageContaining("type of its own");
    }

    @Test
    void librariesThatAreAbsentAreNotMissed() {
        ClassLoader without = new FilteredClassLoader(
                "org.springframework.http", "org.springframework.web", "org.springframework.data");
        assertThat(SpringValues.conversions(without)).isNotEmpty().allSatisfy(each -> assertThat(
                        each.type().getName())
                .startsWith("org.springframework.")
                .doesNotContain(".http.", ".web.", ".data."));
        assertThat(SpringValues.subtypes(without)).contains(ByteArrayResource.class);
    }

    @Test
    void eachSubtypeThatIsNamedIsThere() {
        // All but the resource of a servlet context: these tests have no servlet API.
        assertThat(SpringValues.subtypes(ClassUtils.getDefaultClassLoader())).hasSize(38);
    }

    private static org.assertj.core.api.ThrowableAssertAlternative<TaskNotSerializableException> refused(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return assertThatExceptionOfType(TaskNotSerializableException.class).isThrownBy(call);
    }
}
