package io.asynccpu.internal.codec.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.asynccpu.internal.codec.ObjectCodec;
import io.asynccpu.internal.codec.jackson.JacksonCodec;
import java.io.IOException;
import java.lang.reflect.Array;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NotDirectoryException;
import java.sql.BatchUpdateException;
import java.sql.DataTruncation;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLWarning;
import java.text.ParseException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.MissingResourceException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.xml.sax.SAXParseException;

/** What exceptions of the JDK hold, and those of the application that extend them. */
class FailureOfJdkTests {

    private static final ClassLoader LOADER = FailureOfJdkTests.class.getClassLoader();

    private final ObjectCodec codec = new JacksonCodec(List.of());

    @SuppressWarnings("unchecked")
    private <T extends Throwable> T roundTrip(T failure) {
        Throwable back = FailureCodec.decode(FailureCodec.encode(failure, codec, 1 << 18), LOADER, codec);
        assertThat(back).isExactlyInstanceOf(failure.getClass()).hasToString(failure.toString());
        assertThat(back.getStackTrace()).isEqualTo(failure.getStackTrace());
        return (T) back;
    }

    private static <T extends Throwable> T thrown(Class<T> type, ThrowingCallable code) {
        return catchThrowableOfType(type, code);
    }

    private static void assertSql(SQLException back, String state, int code) {
        assertThat(back.getSQLState()).isEqualTo(state);
        assertThat(back.getErrorCode()).isEqualTo(code);
    }

    private static class Deadlock extends SQLException {
        private static final long serialVersionUID = 1L;
        private final String table;

        Deadlock(String table, Throwable cause) {
            super("deadlock on " + table, "40001", 1213, cause);
            this.table = table;
        }

        @Override
        public String getMessage() {
            return super.getMessage() + " (" + table + ", " + getSQLState() + ")";
        }
    }

    @Test
    void theStateOfDatabasesExceptionsArrivesAndTheNextOnesToo() {
        SQLException failure = new SQLException("first", "23000", 7, new IOException("c"));
        failure.setNextException(new SQLIntegrityConstraintViolationException("second", "23001", 8));
        failure.setNextException(new Deadlock("orders", null));
        SQLException back = roundTrip(failure);
        assertSql(back, "23000", 7);
        assertThat((Throwable) back).hasCauseExactlyInstanceOf(IOException.class);
        SQLException second = back.getNextException();
        assertThat((Throwable) second).isExactlyInstanceOf(SQLIntegrityConstraintViolationException.class);
        assertSql(second, "23001", 8);
        assertThat((Throwable) second.getNextException())
                .isExactlyInstanceOf(Deadlock.class)
                .hasMessage("deadlock on orders (orders, 40001)");
        assertSql(second.getNextException(), "40001", 1213);
        assertSql(roundTrip(new SQLException("s")), null, 0);
        assertSql(roundTrip(new SQLWarning("s", "01000", 2)), "01000", 2);
        assertThat(roundTrip(new SQLException("s", "1", 1)).initCause(failure))
                .cause()
                .isSameAs(failure);
    }

    @Test
    void anApplicationsDatabaseExceptionHasThatStateToo() {
        Deadlock back = roundTrip(new Deadlock("t", new IllegalStateException("c")));
        assertSql(back, "40001", 1213);
        assertThat(back.table).isEqualTo("t");
        assertThat((Throwable) back)
                .hasMessage("deadlock on t (t, 40001)")
                .hasCauseExactlyInstanceOf(IllegalStateException.class);
    }

    @Test
    void theResultsOfABatchArrive() {
        BatchUpdateException back = roundTrip(
                new BatchUpdateException("b", "state", 3, new long[] {1, -3, 5_000_000_000L}, new IOException("c")));
        assertThat(back.getLargeUpdateCounts()).containsExactly(1, -3, 5_000_000_000L);
        assertThat(back.getUpdateCounts()).startsWith(1, -3);
        assertSql(back, "state", 3);
        DataTruncation cut = roundTrip(new DataTruncation(2, true, false, 10, 5));
        assertThat(cut.getDataSize()).isEqualTo(10);
        assertThat(cut.getParameter()).isTrue();
    }

    @Test
    void theFilesOfAFileSystemsExceptionArrive() {
        for (FileSystemException failure : List.of(
                new FileSystemException("a", "b", "why"),
                new FileSystemException("a"),
                new AccessDeniedException("a", null, "denied"),
                new NotDirectoryException("d"),
                new FileSystemException(null, null, "why"))) {
            FileSystemException back = roundTrip(failure);
            assertThat(back.getFile()).isEqualTo(failure.getFile());
            assertThat(back.getOtherFile()).isEqualTo(failure.getOtherFile());
            assertThat(back.getReason()).isEqualTo(failure.getReason());
        }
    }

    @Test
    void whereTextIsWrongArrives() {
        String wrong = String.valueOf(2024);
        DateTimeParseException date =
                roundTrip(thrown(DateTimeParseException.class, () -> LocalDate.parse(wrong + "-99-01")));
        assertThat(date.getParsedString()).isEqualTo("2024-99-01");
        assertThat(roundTrip(thrown(
                                DateTimeParseException.class,
                                () -> LocalDate.parse("2024x", DateTimeFormatter.ISO_DATE)))
                        .getErrorIndex())
                .isEqualTo(4);
        URISyntaxException uri = roundTrip(thrown(URISyntaxException.class, () -> new URI("a b")));
        assertThat(uri.getIndex()).isEqualTo(1);
        PatternSyntaxException pattern =
                roundTrip(thrown(PatternSyntaxException.class, () -> Pattern.compile("a(b" + wrong)));
        assertThat(pattern.getPattern()).isEqualTo("a(b" + wrong);
        assertThat(roundTrip(new ParseException("p", 5)).getErrorOffset()).isEqualTo(5);
        assertThat(roundTrip(new SAXParseException("s", "p", "id", 3, 4)).getLineNumber())
                .isEqualTo(3);
        assertThat(roundTrip(new MissingResourceException("m", "c", "k")).getKey())
                .isEqualTo("k");
        assertThat(roundTrip(new MalformedInputException(3)).getInputLength()).isEqualTo(3);
        assertThat(roundTrip(new InvalidPathException("in", "why", 1)).getInput())
                .isEqualTo("in");
    }

    @Test
    void wrappersAndThoseThatSayAllInTheirMessageArrive() {
        for (Throwable failure : List.of(
                new ExecutionException("e", new IOException("c")),
                new ExecutionException(new IOException("c")),
                new CompletionException("e", null),
                thrown(ArrayIndexOutOfBoundsException.class, () -> Array.getInt(new int[1], 1)),
                thrown(ClassCastException.class, () -> Integer.class.cast("x")),
                thrown(ArithmeticException.class, () -> Math.toIntExact(1L << 40)))) {
            Throwable back = roundTrip(failure);
            if (failure.getCause() != null) {
                assertThat(back).cause().hasToString(failure.getCause().toString());
            }
        }
    }
}
