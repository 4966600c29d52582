package io.asynccpu.everything;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.ApplicationPidFileWriter;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Has a web server, migrations, a schema of its own, connections, listeners, schedulers, runners, jobs and exports. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
@EnableScheduling
public class EverythingApplication {

    public static void main(String[] args) {
        SpringApplication application = new SpringApplication(EverythingApplication.class);
        application.setAdditionalProfiles("of-main");
        application.addListeners(new ApplicationPidFileWriter());
        application.addInitializers(context -> context.getEnvironment().addActiveProfile("of-an-initializer"));
        application.run(args);
    }
}
