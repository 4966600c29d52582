package io.asynccpu.autoconfigure.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.api.ProcessAsync;
import io.asynccpu.autoconfigure.LeavesNoChild;
import io.micrometer.context.ContextRegistry;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Import;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.test.annotation.DirtiesContext;

/** What was not asked for stays in the parent, without a word. */
@Timeout(120)
@LeavesNoChild
@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(classes = ContextDefaultsTests.Application.class, properties = "asynccpu.max-workers=1")
@DirtiesContext
class ContextDefaultsTests {

    static final ThreadLocal<String> TENANT = new ThreadLocal<>();

    static class Reports {
        @ProcessAsync
        public CompletableFuture<String> seen() {
            return CompletableFuture.completedFuture(
                    SecurityContextHolder.getContext().getAuthentication() + " " + TENANT.get());
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Reports.class)
    static class Application {
        static {
            ContextRegistry.getInstance().registerThreadLocalAccessor("unasked", TENANT);
        }
    }

    @Autowired
    private Reports reports;

    @AfterEach
    void clear() {
        SecurityContextHolder.clearContext();
        TENANT.remove();
        ContextRegistry.getInstance().removeThreadLocalAccessor("unasked");
    }

    @Test
    void thePrincipalAndKeysThatAreNotListedStay(CapturedOutput output) throws Exception {
        SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken("ann", "secret"));
        TENANT.set("acme");
        assertThat(reports.seen().get()).isEqualTo("null null");
        assertThat(output).doesNotContain("go along with tasks");
    }
}
