package io.asynccpu.autoconfigure.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UserSystemPropertiesTests {

    @AfterEach
    void clean() {
        System.clearProperty("com.acme.mode");
        System.clearProperty("com.acme.other");
        System.clearProperty("loader.main");
        System.clearProperty("PID");
    }

    @Test
    void theUsersCrossAndTheJvmsDoNot() {
        System.setProperty("com.acme.mode", "fast");
        System.setProperty("loader.main", "com.acme.Main");
        System.setProperty("PID", "1");

        assertThat(UserSystemProperties.ofThisJvm())
                .containsEntry("com.acme.mode", "fast")
                .doesNotContainKeys("java.class.path", "java.home", "sun.java.command", "loader.main", "PID");
    }

    @Test
    void whatTheChildHasByItselfStays() {
        System.setProperty("com.acme.mode", "of the child");

        UserSystemProperties.apply(Map.of("com.acme.mode", "of the parent", "com.acme.other", "of the parent"));

        assertThat(System.getProperty("com.acme.mode")).isEqualTo("of the child");
        assertThat(System.getProperty("com.acme.other")).isEqualTo("of the parent");
    }
}
