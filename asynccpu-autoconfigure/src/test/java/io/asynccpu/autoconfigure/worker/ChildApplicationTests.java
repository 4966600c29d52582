package io.asynccpu.autoconfigure.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.autoconfigure.properties.WorkerProperties;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.bootstrap.Marker;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.StaticApplicationContext;

@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class ChildApplicationTests {

    @Test
    void whatSpringCloudHasAddedComesByItself() {
        try (ConfigurableApplicationContext upper = new SpringApplicationBuilder(Upper.class).run();
                ConfigurableApplicationContext bootstrap =
                        new SpringApplicationBuilder(Marker.class).parent(upper).run();
                ConfigurableApplicationContext context = new SpringApplicationBuilder(App.class, Marker.class)
                        .parent(bootstrap)
                        .run()) {
            ChildSettings settings = settings(context);

            assertThat(settings.sourceClasses()).containsExactly(App.class.getName());
            assertThat(settings.parent().sourceClasses()).containsExactly(Upper.class.getName());
            assertThat(settings(bootstrap).sourceClasses()).isEmpty();
        }
    }

    @Test
    void aParentContextThatNoApplicationHasMadeIsNamed(CapturedOutput output) {
        try (StaticApplicationContext above = new StaticApplicationContext()) {
            above.setDisplayName("made by hand");
            above.refresh();
            try (ConfigurableApplicationContext context =
                    new SpringApplicationBuilder(App.class).parent(above).run()) {
                assertThat(lost(context, output).getAll())
                        .contains("Lost in the workers are: parent context made by hand");
            }
        }
    }

    private static ChildSettings settings(ConfigurableApplicationContext context) {
        return ChildSettings.fromMap(context.getBean(ChildApplication.BEAN_NAME, ChildApplication.class)
                .settings(List.of()));
    }

    /** As a main says it that does not run the application. */
    private static CapturedOutput lost(ConfigurableApplicationContext context, CapturedOutput output) {
        SpringApplicationBuilder builder = new SpringApplicationBuilder(App.class);
        ParentMain main = new ParentMain("com.acme.Main", List.of(), false, true);
        ParentRun run = ParentRun.begin(builder.application(), List.of());
        ChildPlan plan = new ChildApplication(main, builder.application(), context, List.of(), run)
                .plan(
                        new WorkerRole("images", List.of()),
                        List.of(),
                        WorkerProperties.Main.AUTO,
                        Duration.ofMinutes(1));
        plan.failed(plan.settings(), ChildPlan.IN_MAIN, "it exited");
        return output;
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    static class App {}

    @SpringBootConfiguration(proxyBeanMethods = false)
    static class Upper {}
}
