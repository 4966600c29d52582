package io.asynccpu.autoconfigure.worker;

import io.asynccpu.internal.logging.LogForwarding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.util.ClassUtils;

/** Properties that take precedence over all others in a child, and that switch off what must happen in the parent only. */
final class QuietProperties {

    /** Key that is true in a child, for conditions. */
    static final String WORKER_ACTIVE = "asynccpu.worker.active";

    private static final String NAME = "asynccpuWorker";
    private static final String LOGBACK = "ch.qos.logback.classic.LoggerContext";

    private static final Map<String, Object> VALUES = Map.ofEntries(
            Map.entry(WORKER_ACTIVE, "true"),
            // The start itself.
            Map.entry("spring.main.web-application-type", "none"),
            Map.entry("spring.main.lazy-initialization", "true"),
            Map.entry("spring.main.banner-mode", "off"),
            Map.entry("spring.main.log-startup-info", "false"),
            Map.entry("spring.main.register-shutdown-hook", "false"),
            Map.entry("spring.main.keep-alive", "false"),
            // A child that creates or drops a schema does it to the parent's database.
            Map.entry("spring.flyway.enabled", "false"),
            Map.entry("spring.liquibase.enabled", "false"),
            Map.entry("spring.sql.init.mode", "never"),
            Map.entry("spring.jpa.generate-ddl", "false"),
            Map.entry("spring.jpa.hibernate.ddl-auto", "none"),
            Map.entry("spring.jpa.properties.hibernate.hbm2ddl.auto", "none"),
            Map.entry("spring.jpa.properties.jakarta.persistence.schema-generation.database.action", "none"),
            Map.entry("spring.jpa.properties.jakarta.persistence.schema-generation.scripts.action", "none"),
            Map.entry("spring.data.mongodb.auto-index-creation", "false"),
            Map.entry("spring.batch.data.mongodb.schema.initialize", "false"),
            Map.entry("spring.batch.jdbc.initialize-schema", "never"),
            Map.entry("spring.quartz.jdbc.initialize-schema", "never"),
            Map.entry("spring.session.jdbc.initialize-schema", "never"),
            Map.entry("spring.integration.jdbc.initialize-schema", "never"),
            Map.entry("spring.cassandra.schema-action", "none"),
            Map.entry("spring.modulith.events.jdbc.schema-initialization.enabled", "false"),
            // Jobs, servers and registrations that the parent has already.
            Map.entry("spring.batch.job.enabled", "false"),
            Map.entry("spring.quartz.auto-startup", "false"),
            Map.entry("spring.docker.compose.enabled", "false"),
            Map.entry("spring.modulith.events.republish-outstanding-events-on-restart", "false"),
            Map.entry("spring.devtools.livereload.enabled", "false"),
            Map.entry("spring.jmx.enabled", "false"),
            Map.entry("spring.application.admin.enabled", "false"),
            Map.entry("spring.datasource.hikari.register-mbeans", "false"),
            Map.entry("spring.datasource.tomcat.jmx-enabled", "false"),
            Map.entry("management.defaults.metrics.export.enabled", "false"),
            Map.entry("management.prometheus.metrics.export.pushgateway.enabled", "false"),
            // Checks that would connect to a broker, a mail server or everything that has a health indicator.
            Map.entry("spring.kafka.admin.auto-create", "false"),
            Map.entry("spring.mail.test-connection", "false"),
            Map.entry("spring.integration.endpoint.no-auto-startup", "*"),
            Map.entry("management.endpoint.health.validate-group-membership", "false"),
            // Eager creation of all repositories, or of as many connections as the pool may have.
            Map.entry("spring.data.jpa.repositories.bootstrap-mode", "lazy"),
            Map.entry("spring.datasource.hikari.minimum-idle", "0"),
            // Several processes must not roll one file.
            Map.entry("logging.file.name", ""),
            Map.entry("logging.file.path", ""),
            Map.entry("logging.log4j2.config.override", ""),
            Map.entry("logging.register-shutdown-hook", "false"));

    /** Backends of metrics; each has a key of its own, which takes precedence over the common one. */
    private static final List<String> METRICS_BACKENDS = List.of(
            "appoptics",
            "atlas",
            "datadog",
            "dynatrace",
            "elastic",
            "ganglia",
            "graphite",
            "humio",
            "influx",
            "jmx",
            "kairos",
            "newrelic",
            "otlp",
            "prometheus",
            "simple",
            "stackdriver",
            "statsd");

    /** A place without files. An import would be read again, perhaps from a server. */
    private static final Map<String, String> NO_FILES = Map.of(
            "spring.config.location", "optional:classpath:/asynccpu/none/",
            "spring.config.additional-location", "",
            "spring.config.import", "",
            // Spring Cloud fails a start without an import of these.
            "spring.cloud.config.import-check.enabled", "false",
            "spring.cloud.consul.config.import-check.enabled", "false",
            "spring.cloud.zookeeper.config.import-check.enabled", "false");

    private final Map<String, Object> values = new LinkedHashMap<>(VALUES);

    /** @param readsFiles whether the child reads configuration files itself */
    QuietProperties(List<String> profiles, boolean readsFiles, ClassLoader classLoader) {
        if (!readsFiles) {
            values.putAll(NO_FILES);
        }
        METRICS_BACKENDS.forEach(backend -> values.put("management." + backend + ".metrics.export.enabled", "false"));
        if (!profiles.isEmpty()) {
            values.put("spring.profiles.active", String.join(",", profiles));
        }
        if (ClassUtils.isPresent(LOGBACK, classLoader)
                && classLoader.getResource(LogForwarding.LOGBACK_CONFIGURATION) != null) {
            values.put("logging.config", "classpath:" + LogForwarding.LOGBACK_CONFIGURATION);
        }
    }

    void putFirst(MutablePropertySources target) {
        target.addFirst(new MapPropertySource(NAME, values));
    }
}
