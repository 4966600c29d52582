package io.asynccpu.benchmarks.app;

import java.io.IOException;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.scheduling.annotation.EnableAsync;

/** A web application with actuator, as small as they come, which can be told from outside what to do. */
@SpringBootApplication
@EnableAsync
public class BenchmarkApplication {

    /** The whole application in a JVM of its own; see {@link RunningApplication}. */
    public static void main(String[] args) throws IOException {
        ConfigurableApplicationContext context = application().run(args);
        context.getBean(RemoteControl.class).obey(System.in, System.out);
        context.close();
    }

    /** The same beans in this JVM without the web server, with both workers at once. */
    public static ConfigurableApplicationContext start() {
        SpringApplication application = application();
        application.setWebApplicationType(WebApplicationType.NONE);
        return application.run("--asynccpu.min-workers=2", "--asynccpu.max-workers=2");
    }

    private static SpringApplication application() {
        SpringApplication application = new SpringApplication(BenchmarkApplication.class);
        // Else the children would run the main method that Boot finds on the stack: that of the benchmarks.
        application.setMainApplicationClass(BenchmarkApplication.class);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        return application;
    }
}
