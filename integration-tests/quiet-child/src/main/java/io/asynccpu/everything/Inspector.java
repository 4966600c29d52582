package io.asynccpu.everything;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.asynccpu.api.ProcessAsync;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;

/** Looks around, in either process, and makes no other bean. Has methods that are called by themselves, too. */
@Service
class Inspector {

    /** Domains of the JVM's own MBeans begin like this. */
    private static final Pattern OF_THE_JVM = Pattern.compile("(JMImplementation|java|com\\.sun|jdk)\\b.*");

    private final ConfigurableListableBeanFactory beanFactory;
    private final ConfigurableEnvironment environment;

    Inspector(ConfigurableListableBeanFactory beanFactory, ConfigurableEnvironment environment) {
        this.beanFactory = beanFactory;
        this.environment = environment;
    }

    @ProcessAsync
    public CompletableFuture<Findings> lookAround() throws IOException {
        return CompletableFuture.completedFuture(findings());
    }

    @ProcessAsync(pool = "engine")
    public CompletableFuture<Findings> lookAroundWithEngine() throws IOException {
        return CompletableFuture.completedFuture(findings());
    }

    /** The values of the keys, and the range as the application's own converter makes it. */
    @ProcessAsync
    public CompletableFuture<Map<String, String>> properties(List<String> keys) {
        return CompletableFuture.completedFuture(values(keys));
    }

    /** Names of the profiles and of the property sources, first one first. */
    @ProcessAsync
    public CompletableFuture<List<String>> sources() {
        return CompletableFuture.completedFuture(sourceNames());
    }

    @KafkaListener(topics = "orders", groupId = "inspector")
    void order(String order) {
        Diary.note(order);
    }

    @Scheduled(fixedRate = 100)
    void inspect() {
        Diary.note("inspection");
    }

    Findings findings() throws IOException {
        return new Findings(
                ProcessHandle.current().pid(),
                Stream.of(beanFactory.getSingletonNames()).sorted().toList(),
                List.of(beanFactory.getBeanNamesForType(OneSided.Side.class, true, false)),
                Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .sorted()
                        .toList(),
                ManagementFactory.getPlatformMBeanServer().queryNames(null, null).stream()
                        .filter(name -> !OF_THE_JVM.matcher(name.getDomain()).matches())
                        .map(Object::toString)
                        .sorted()
                        .toList(),
                tcp(),
                connections(),
                Diary.entries());
    }

    Map<String, String> values(List<String> keys) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String key : keys) {
            values.put(key, String.valueOf(environment.getProperty(key)));
        }
        values.put(
                "range", beanFactory.getBean(EverythingProperties.class).range().toString());
        values.put(
                "bound",
                Binder.get(environment)
                        .bind("everything.words", List.class)
                        .get()
                        .toString());
        return values;
    }

    List<String> sourceNames() {
        return Stream.concat(
                        Arrays.stream(environment.getActiveProfiles()),
                        environment.getPropertySources().stream().map(PropertySource::getName))
                .toList();
    }

    private int connections() {
        if (!beanFactory.containsSingleton("dataSource")) {
            return -1;
        }
        @Nullable
        HikariPoolMXBean pool =
                beanFactory.getBean("dataSource", HikariDataSource.class).getHikariPoolMXBean();
        return pool == null ? 0 : pool.getTotalConnections();
    }

    private static List<String> tcp() throws IOException {
        Set<String> own = new HashSet<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                try {
                    own.add(Files.readSymbolicLink(descriptor).toString());
                } catch (NoSuchFileException closedMeanwhile) {
                    // By another thread.
                }
            }
        }
        List<String> sockets = new ArrayList<>();
        for (String table : List.of("/proc/self/net/tcp", "/proc/self/net/tcp6")) {
            for (String line : Files.readAllLines(Path.of(table))) {
                List<String> columns =
                        Pattern.compile("\\s+").splitAsStream(line.strip()).toList();
                if (own.contains("socket:[" + columns.get(9) + "]")) {
                    sockets.add(columns.get(1) + " " + columns.get(2));
                }
            }
        }
        return sockets;
    }
}
