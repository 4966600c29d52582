package io.asynccpu.autoconfigure.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.StandardEnvironment;

class QuietPropertiesTests {

    /** Spring Cloud fails a start without the import, which a child that reads no files does not have. */
    @ParameterizedTest
    @ValueSource(strings = {"spring.cloud.config", "spring.cloud.consul.config", "spring.cloud.zookeeper.config"})
    void importsAreCheckedOnlyWhereFilesAreRead(String client) {
        assertThat(property(client + ".import-check.enabled", false)).isEqualTo("false");
        assertThat(property(client + ".import-check.enabled", true)).isEqualTo("of the application");
    }

    private static String property(String key, boolean readsFiles) {
        StandardEnvironment environment = new StandardEnvironment();
        new QuietProperties(List.of(), readsFiles, QuietPropertiesTests.class.getClassLoader())
                .putFirst(environment.getPropertySources());
        return environment.getProperty(key, "of the application");
    }
}
