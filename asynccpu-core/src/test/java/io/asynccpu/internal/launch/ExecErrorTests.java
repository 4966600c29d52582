package io.asynccpu.internal.launch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Errors of a system that a test cannot have, in the words of JDK 17 and 25. */
class ExecErrorTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Cannot run program \"java\": error=2, No such file or directory | NO_SUCH_FILE",
                "Cannot run program \"java\": Exec failed, error: 2 (No such file or directory) | NO_SUCH_FILE",
                "Cannot run program \"java\": error=7, Argument list too long | TOO_LONG",
                "Cannot run program \"java\": Exec failed, error: 8 (Exec format error) | FORMAT",
                "Cannot run program \"java\": error=11, Resource temporarily unavailable | NO_PROCESS",
                "Cannot run program \"java\": posix_spawn failed, error: 12 (Cannot allocate memory) | NO_MEMORY",
                "Cannot run program \"java\": error=13, Permission denied | NO_PERMISSION",
                "Cannot run program \"java\": error=24, Too many open files | NO_FILE",
                "Cannot run program \"java\": Bad file descriptor, error: 24 (Too many open files) | NO_FILE",
                "Cannot run program \"java\": error=26, Text file busy | BUSY"
            })
    void theSystemsErrorIsKnown(String said, ExecError known) {
        assertThat(ExecError.find(said)).contains(known);
    }
}
