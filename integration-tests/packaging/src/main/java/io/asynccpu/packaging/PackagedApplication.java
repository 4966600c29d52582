package io.asynccpu.packaging;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Calls one bean method in a worker at start, reports the result and stays up. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class PackagedApplication {

    public static void main(String[] args) {
        SpringApplication.run(PackagedApplication.class, args);
    }
}
