package io.asynccpu.autoconfigure.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.core.env.Environment;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** A test's own properties and profiles, which no configuration file holds, reach the child. */
@SpringBootTest(classes = TestApplication.Small.class, properties = "greeting.word=inlined", args = "--argument=given")
@TestPropertySource(properties = "greeting.mark=of the test", locations = "located.properties")
@ActiveProfiles("of-the-test")
class ChildOfATestTests {

    private static final AtomicInteger PORTS = new AtomicInteger();

    private final SpringWorkerRuntime runtime = new SpringWorkerRuntime();

    @Autowired
    private ChildApplication application;

    @DynamicPropertySource
    static void dynamic(DynamicPropertyRegistry registry) {
        registry.add("greeting.tone", () -> "dynamic");
        registry.add("port", PORTS::incrementAndGet);
    }

    @AfterEach
    void clean() {
        runtime.close();
        WorkerJvm.forget();
    }

    @Test
    void theChildHasThem() throws Exception {
        runtime.start(application.settings(List.of()));

        Environment environment = runtime.started().getEnvironment();
        assertThat(environment.getActiveProfiles()).containsExactly("of-the-test");
        assertThat(environment.getProperty("argument")).isEqualTo("given");
        assertThat(runtime.started().getBean(TestApplication.Greeting.class))
                .isEqualTo(new TestApplication.Greeting("inlined", "dynamic", "of the test"));
        assertThat(environment.getProperty("located")).isEqualTo("in a file of the test");
    }

    /** A pool takes the values when it is made. */
    @Test
    void aDynamicValueIsThatOfTheMomentInWhichItIsTaken() throws Exception {
        PORTS.set(8000);
        Map<String, String> settings = application.settings(List.of());
        int taken = PORTS.get();
        PORTS.set(9000);

        runtime.start(settings);

        Environment environment = runtime.started().getEnvironment();
        assertThat(taken).isGreaterThan(8000);
        assertThat(environment.getProperty("port")).isEqualTo(Integer.toString(taken));
        assertThat(environment.getProperty("port")).isEqualTo(Integer.toString(taken));
    }
}
