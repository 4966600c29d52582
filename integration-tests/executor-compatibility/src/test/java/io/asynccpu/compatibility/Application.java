package io.asynccpu.compatibility;

import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.spi.PersistenceProvider;
import java.sql.Connection;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurationImportSelector;
import org.springframework.boot.jpa.autoconfigure.JpaBaseConfiguration;
import org.springframework.boot.jpa.autoconfigure.JpaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.annotation.AnnotationAttributes;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.orm.jpa.vendor.AbstractJpaVendorAdapter;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.transaction.TransactionManager;
import org.springframework.transaction.jta.JtaTransactionManager;

/** What each of the applications has: it asks for an executor in all the ways there are. */
@Configuration(proxyBeanMethods = false)
@EnableAsync
@Import({Application.Imports.class, Application.Persistence.class})
class Application {

    @Bean
    Plain plain() {
        return new Plain();
    }

    /** The name without its number, as that of the next thread differs. */
    static String thisThread() {
        Thread thread = Thread.currentThread();
        String name = thread.getName().replaceAll("\\d+$", "");
        return thread.getClass().getSimpleName().equals("VirtualThread") ? name + " (virtual)" : name;
    }

    static class Plain {
        @Async
        public CompletableFuture<String> thread() {
            return CompletableFuture.completedFuture(thisThread());
        }
    }

    /** Of all auto-configurations those that look for executors, and the starter's if it is to be there. */
    static class Imports extends AutoConfigurationImportSelector {

        static final String WITH_THE_STARTER = "compatibility.with-the-starter=true";

        private static final Pattern WANTED =
                Pattern.compile("org\\.springframework\\.boot\\.(autoconfigure\\.task|webmvc|webflux|websocket)\\..*"
                        + "(TaskExecution|TaskScheduling|DispatcherServlet|WebMvc|WebFlux|WebSocketMessaging)"
                        + "AutoConfiguration");

        @Override
        protected Class<?> getAnnotationClass() {
            return Import.class;
        }

        @Override
        protected AnnotationAttributes getAttributes(AnnotationMetadata metadata) {
            return new AnnotationAttributes(Map.of("exclude", new String[0], "excludeName", new String[0]));
        }

        @Override
        protected List<String> getCandidateConfigurations(
                AnnotationMetadata metadata, AnnotationAttributes attributes) {
            boolean starter = getEnvironment().getProperty("compatibility.with-the-starter", Boolean.class, false);
            return super.getCandidateConfigurations(metadata, attributes).stream()
                    .filter(name -> name.startsWith("io.asynccpu.")
                            ? starter
                            : WANTED.matcher(name).matches())
                    .collect(Collectors.toCollection(ArrayList::new));
        }
    }

    /** JPA as far as the choice of the executor on which a persistence unit would start. */
    @Configuration(proxyBeanMethods = false)
    static class Persistence extends JpaBaseConfiguration {

        Persistence(JpaProperties properties, ObjectProvider<JtaTransactionManager> transactionManager) {
            super(new NoDataSource(), properties, transactionManager);
        }

        @Bean
        @Lazy
        EntityManagerFactory neverMade() {
            throw new UnsupportedOperationException();
        }

        @Bean
        TransactionManager noTransactions() {
            return new TransactionManager() {};
        }

        @Override
        protected AbstractJpaVendorAdapter createJpaVendorAdapter() {
            return new AbstractJpaVendorAdapter() {
                @Override
                public PersistenceProvider getPersistenceProvider() {
                    throw new UnsupportedOperationException();
                }
            };
        }

        @Override
        protected Map<String, Object> getVendorProperties(DataSource dataSource) {
            return Map.of();
        }
    }

    private static final class NoDataSource extends AbstractDataSource {
        @Override
        public Connection getConnection() throws SQLFeatureNotSupportedException {
            throw new SQLFeatureNotSupportedException();
        }

        @Override
        public Connection getConnection(String username, String password) throws SQLFeatureNotSupportedException {
            throw new SQLFeatureNotSupportedException();
        }
    }
}
