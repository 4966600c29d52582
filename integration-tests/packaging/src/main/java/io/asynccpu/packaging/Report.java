package io.asynccpu.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/** Writes for the test what the worker said. In a worker it would be a second report, which fails. */
@Component
class Report implements ApplicationRunner {

    private final GreetingService greetings;
    private final Belongings belongings;
    private final GreetingProperties properties;
    private final Path file;
    private final boolean withBelongings;
    private final CountDownLatch over = new CountDownLatch(1);

    Report(
            GreetingService greetings,
            Belongings belongings,
            GreetingProperties properties,
            @Value("${report.file}") Path file,
            @Value("${report.belongings:false}") boolean withBelongings) {
        this.greetings = greetings;
        this.belongings = belongings;
        this.properties = properties;
        this.file = file;
        this.withBelongings = withBelongings;
    }

    @Override
    public void run(ApplicationArguments arguments) throws Exception {
        Runtime.getRuntime().addShutdownHook(new Thread(this::finish));
        try {
            Greeting greeting = greetings.greet(properties.name()).get();
            List<String> lines = new ArrayList<>(List.of(
                    greeting.text(),
                    Long.toString(greeting.pid()),
                    PackagedApplication.class.getClassLoader().getClass().getSimpleName()));
            greeting.options().forEach(option -> lines.add("option " + option));
            greeting.variables().forEach(variable -> lines.add("variable " + variable));
            if (withBelongings) {
                belongings.list().get().forEach(one -> lines.add("belonging " + one));
            }
            Path whole = Files.write(Files.createFile(Path.of(file + ".part")), lines);
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            over.countDown();
        }
    }

    /** While the JVM ends: the main thread may have its result only now. */
    private void finish() {
        try {
            Files.createFile(Path.of(file + ".ending"));
            over.await(30, TimeUnit.SECONDS);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
