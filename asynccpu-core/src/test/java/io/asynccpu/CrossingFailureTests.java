package io.asynccpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.asynccpu.api.TaskCodec;
import io.asynccpu.support.PoolTest;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An application's exception on its way out of a worker. */
@Timeout(60)
@PoolTest
class CrossingFailureTests {

    private static final class OutOfStock extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private static int constructed;

        private final long order;
        private final List<Instant> deliveries;
        private final Map<String, Integer> left;
        private final Exception database;
        private final Thread shelf = Thread.currentThread();

        OutOfStock(long order, Instant delivery) {
            super("out of stock");
            constructed++;
            this.order = order;
            this.deliveries = List.of(delivery);
            this.left = Map.of("apple", 1);
            this.database = new SQLException("no row", "02000", 100);
        }

        @Override
        public String getMessage() {
            return "order " + order + ": " + super.getMessage();
        }

        @Override
        public synchronized Throwable getCause() {
            return database;
        }
    }

    public static int sells(long order, Instant delivery) {
        throw new OutOfStock(order, delivery);
    }

    @ParameterizedTest
    @CsvSource({"JACKSON, false", "JAVA, false", "JACKSON, true"})
    void theApplicationsExceptionArrivesAsItself(TaskCodec codec, boolean inProcess) {
        Instant delivery = Instant.parse("2026-01-02T03:04:05.006Z");
        OutOfStock.constructed = 0;
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .codec(codec)
                .inProcess(inProcess)
                .build()) {
            ExecutionException failure = catchThrowableOfType(
                    ExecutionException.class, () -> pool.createProcessTask(CrossingFailureTests::sells, 7L, delivery)
                            .get());
            assertThat(failure.getCause()).isInstanceOfSatisfying(OutOfStock.class, back -> {
                assertThat(back.order).isEqualTo(7);
                assertThat(back.deliveries).containsExactly(delivery);
                assertThat(back.left).containsExactly(Map.entry("apple", 1));
                assertThat(back.shelf).isNull();
                assertThat(back)
                        .hasMessageStartingWith(
                                "order 7: out of stock (left out on the way from the worker: field 'shelf'")
                        .hasStackTraceContaining(CrossingFailureTests.class.getName() + ".sells");
                assertThat(back.getCause())
                        .isInstanceOfSatisfying(SQLException.class, database -> assertThat(database.getSQLState())
                                .isEqualTo("02000"));
            });
        }
        assertThat(OutOfStock.constructed).isEqualTo(inProcess ? 1 : 0);
    }
}
