package io.asynccpu.elsewhere;

import io.asynccpu.autoconfigure.worker.WaysOfMain;
import org.springframework.boot.SpringApplication;

/** A {@code main} in another package than the application's. */
public final class Elsewhere {

    private Elsewhere() {}

    /** Runs it. */
    public static void main(String[] args) {
        SpringApplication application = new SpringApplication(WaysOfMain.APPLICATION);
        application.addInitializers(WaysOfMain.LAMBDA);
        application.run(args);
    }
}
