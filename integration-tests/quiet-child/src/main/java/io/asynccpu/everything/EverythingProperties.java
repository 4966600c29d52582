package io.asynccpu.everything;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param directory where this application keeps its files
 * @param range of a type that only the application's own converter can make
 */
@ConfigurationProperties("everything")
record EverythingProperties(Path directory, Range range) {

    record Range(int from, int to) {}
}
