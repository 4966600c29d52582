package io.asynccpu.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/**
 * Thumbnails of untrusted images, matches of untrusted patterns and a picture in tiles, each behind the wall of a child JVM.
 *
 * <p>The children boot this same {@code main}, but lazily and without web server and runners: of all the beans below, a
 * child makes only those that its first task needs.
 */
@SpringBootApplication
@ConfigurationPropertiesScan
public class SampleApplication {

    public static void main(String[] args) {
        SpringApplication.run(SampleApplication.class, args);
    }
}
