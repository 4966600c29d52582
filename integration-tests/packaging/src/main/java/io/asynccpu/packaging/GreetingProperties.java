package io.asynccpu.packaging;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Each comes from another place.
 *
 * @param word from application.yml
 * @param name from the command line
 * @param mark from a system property
 * @param permission a file without which the greeting takes longer
 */
@ConfigurationProperties("greeting")
record GreetingProperties(
        String word, String name, String mark, @Nullable Path permission) {}
