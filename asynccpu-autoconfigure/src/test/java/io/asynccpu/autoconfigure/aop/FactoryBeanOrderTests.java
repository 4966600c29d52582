package io.asynccpu.autoconfigure.aop;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.autoconfigure.AsyncCpuAutoConfiguration;
import io.asynccpu.autoconfigure.LeavesNoChild;
import io.asynccpu.autoconfigure.aop.UnusualBeansTests.Needed;
import io.asynccpu.autoconfigure.aop.UnusualBeansTests.Product;
import io.asynccpu.autoconfigure.aop.UnusualBeansTests.Products;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/** With nothing else that asks factory beans for their types, one that is defined after what it needs makes no circle. */
@Timeout(120)
@LeavesNoChild
@ExtendWith(OutputCaptureExtension.class)
class FactoryBeanOrderTests {

    @SpringBootConfiguration(proxyBeanMethods = false)
    @ImportAutoConfiguration(AsyncCpuAutoConfiguration.class)
    @Import({Needed.class, Products.class})
    static class Application {}

    @Test
    void bothRunInAChild() throws Exception {
        try (ConfigurableApplicationContext context =
                SpringApplication.run(Application.class, "--asynccpu.max-workers=1")) {
            assertThat(context.getBean(Needed.class).pid().get())
                    .isNotEqualTo(ProcessHandle.current().pid());
            assertThat(context.getBean(Product.class).pid().get())
                    .isNotEqualTo(ProcessHandle.current().pid());
        }
    }

    /** Spring warns of each that not all post-processors have seen. */
    @Test
    void noBeanIsSaidToHaveMissedAPostProcessor(CapturedOutput output) {
        SpringApplication.run(Application.class, "--asynccpu.max-workers=1").close();
        assertThat(output).contains("Started").doesNotContain("not eligible for getting processed");
    }
}
