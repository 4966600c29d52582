package io.asynccpu.packaging;

import io.asynccpu.api.ProcessAsync;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.stereotype.Service;

/** What a worker has of the test's values, which contain {@code -of-}, and where. */
@Service
class Belongings {

    private static final Path VARIABLES = Path.of("/proc/self/environ");

    private final ConfigurableEnvironment environment;
    private final Set<String> found = new TreeSet<>();

    Belongings(ConfigurableEnvironment environment) {
        this.environment = environment;
    }

    @ProcessAsync
    public CompletableFuture<List<String>> list() throws IOException {
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> all) {
                for (String name : all.getPropertyNames()) {
                    note("environment", name + "=" + all.getProperty(name));
                }
            }
        }
        System.getProperties().forEach((name, value) -> note("system", name + "=" + value));
        for (Map.Entry<String, String> variable : System.getenv().entrySet()) {
            note("variable", variable.toString());
        }
        if (Files.isReadable(VARIABLES)) {
            for (String variable : new String(Files.readAllBytes(VARIABLES), StandardCharsets.UTF_8).split("\0", -1)) {
                note("process", variable);
            }
        }
        for (String way : List.of("file", "variable", "argument", "json", "option")) {
            note("bound", way + "=" + environment.getProperty("acme.open." + way));
            note("bound", way + "=" + environment.getProperty("acme.secret." + way));
        }
        return CompletableFuture.completedFuture(List.copyOf(found));
    }

    private void note(String place, String what) {
        if (what.contains("-of-")) {
            found.add(place + " " + what);
        }
    }
}
