package io.asynccpu.benchmarks.web;

import java.io.IOException;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A web application with actuator and one controller. It knows nothing of the product, so it starts without the starter, too. */
@SpringBootApplication
@RestController
public class WebApplication {

    /** Printed when the application has started. It goes on until its standard input ends. */
    static final String READY = "ready";

    public static void main(String[] args) throws IOException {
        SpringApplication.run(WebApplication.class, args);
        System.out.println(READY);
        System.exit(System.in.read());
    }

    @GetMapping("/ping")
    String ping() {
        return "pong";
    }
}
