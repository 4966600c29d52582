package io.asynccpu.packaging;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/** Writes for the test what the worker said. In a worker it would be a second report, which fails. */
@Component
class Report implements ApplicationRunner {

    private final GreetingService greetings;
    private final GreetingProperties properties;
    private final Path file;

    Report(GreetingService greetings, GreetingProperties properties, @Value("${report.file}") Path file) {
        this.greetings = greetings;
        this.properties = properties;
        this.file = file;
    }

    @Override
    public void run(ApplicationArguments arguments) throws Exception {
        Greeting greeting = greetings.greet(properties.name()).get();
        List<String> lines = List.of(
                greeting.text(),
                Long.toString(greeting.pid()),
                PackagedApplication.class.getClassLoader().getClass().getSimpleName());
        Path whole = Files.write(Files.createFile(Path.of(file + ".part")), lines);
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
