package io.asynccpu.internal.fastpath;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.internal.protocol.Payload;
import io.asynccpu.internal.task.CallSpec;
import io.asynccpu.internal.task.TaskTerms;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What waits at a worker waits in buffers, so all that a task brings must be small together. */
class PrefetchLimitTests {

    private static boolean mayPrefetch(int function, int arguments, int context) {
        CallSpec call = CallSpec.ofFunction(0, "call", new byte[function], void.class);
        Map<String, Map<String, String>> values =
                context == 0 ? Map.of() : Map.of("mdc", Map.of("key", "x".repeat(context - 3)));
        Payload payload = arguments < Payload.SMALLEST_ARRAY
                ? Payload.of(new byte[arguments])
                : Payload.of(new byte[1], List.of(new byte[arguments]));
        return PrefetchLimit.allows(call, payload, new TaskTerms(0, 0, 1, values, null, null));
    }

    @Test
    void aSmallTaskMay() {
        assertThat(mayPrefetch(1_000, 1_000, 0)).isTrue();
        assertThat(mayPrefetch(1_000, 1_000, 2_000)).isTrue();
    }

    @Test
    void aLargeOneMayNotWhateverIsLargeInIt() {
        assertThat(mayPrefetch(5_000, 0, 0)).isFalse();
        assertThat(mayPrefetch(0, 5_000, 0)).isFalse();
        assertThat(mayPrefetch(0, Payload.SMALLEST_ARRAY, 0)).isFalse();
        assertThat(mayPrefetch(0, 0, 5_000)).isFalse();
        assertThat(mayPrefetch(2_000, 2_000, 2_000)).isFalse();
    }
}
