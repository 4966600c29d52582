package io.asynccpu.autoconfigure.values;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.api.ProcessAsync;
import io.asynccpu.autoconfigure.LeavesNoChild;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageImpl;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.util.LinkedCaseInsensitiveMap;
import org.springframework.web.multipart.MultipartFile;
import tools.jackson.databind.JacksonModule;

/** Both sides know Spring's values, and the application's own JSON does not. */
@Timeout(120)
@LeavesNoChild
@SpringBootTest(classes = SpringValuesOfAChildTests.Application.class, properties = "asynccpu.max-workers=1")
@DirtiesContext
class SpringValuesOfAChildTests {

    record Order(String article, int pieces) {}

    static class Shop {

        @ProcessAsync
        public CompletableFuture<ResponseEntity<Resource>> thumbnail(MultipartFile picture, HttpMethod method)
                throws Exception {
            return CompletableFuture.completedFuture(ResponseEntity.ok()
                    .contentType(MediaType.parseMediaType(picture.getContentType() + ";charset=UTF-8"))
                    .header("X-Constant", String.valueOf(method == HttpMethod.PUT))
                    .body(new ByteArrayResource(picture.getBytes(), picture.getOriginalFilename())));
        }

        @ProcessAsync
        public CompletableFuture<Page<Order>> orders(Pageable page) {
            return CompletableFuture.completedFuture(new PageImpl<>(List.of(new Order("a", 1)), page, 7));
        }

        @ProcessAsync
        public CompletableFuture<List<Map<String, Object>>> rows() {
            LinkedCaseInsensitiveMap<Object> row = new LinkedCaseInsensitiveMap<>();
            row.put("ID", 1L);
            return CompletableFuture.completedFuture(List.of(row));
        }

        @ProcessAsync
        public CompletableFuture<Resource> check(Resource resource) throws Exception {
            byte[] read = resource.getContentAsByteArray();
            return CompletableFuture.completedFuture(read.length == 0 ? null : resource);
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(Shop.class)
    static class Application {}

    @Autowired
    Shop shop;

    @Autowired
    ApplicationContext context;

    @Test
    void theyGoToAChildAndBack() throws Exception {
        byte[] bytes = "picture".getBytes(StandardCharsets.UTF_8);
        ResponseEntity<Resource> answer = shop.thumbnail(
                        new MockMultipartFile("a", "a.png", "image/png", bytes), HttpMethod.PUT)
                .get();
        assertThat(answer.getHeaders().getContentType()).isEqualTo(MediaType.valueOf("image/png;charset=UTF-8"));
        assertThat(answer.getHeaders().getFirst("x-constant")).isEqualTo("true");
        assertThat(answer.getBody()).isEqualTo(new ByteArrayResource(bytes, "a.png"));

        Pageable page = PageRequest.of(1, 1, Sort.by("article").descending());
        assertThat(shop.orders(page).get()).isEqualTo(new PageImpl<>(List.of(new Order("a", 1)), page, 7));
        assertThat(shop.orders(Pageable.unpaged()).get().getPageable()).isEqualTo(Pageable.unpaged());

        assertThat(shop.rows().get().get(0)).containsEntry("id", 1L);

        Resource file = new ClassPathResource("io/asynccpu/autoconfigure/values/SpringValues.class");
        assertThat(shop.check(file).get()).isEqualTo(file);
    }

    @Test
    void theApplicationsJsonStaysWhatItIs() {
        assertThat(context.getBeanProvider(JacksonModule.class).stream().map(JacksonModule::getModuleName))
                .doesNotContain("asynccpu-spring-values");
    }
}
