package io.asynccpu.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AdmissionTests {

    private static final long LARGE_PAYLOAD = 1L << 30;

    private static final Map<Admission, Set<String>> MAY_SAY = Map.of(
            Admission.STRANGER,
            Set.of("Hello"),
            Admission.STARTING,
            Set.of("Starting", "Ready", "StartFailed", "Logged", "Exiting"),
            Admission.WORKER,
            Set.of(
                    "Succeeded",
                    "Failed",
                    "Stack",
                    "Progressed",
                    "Logged",
                    "Pong",
                    "Returned",
                    "Dumped",
                    "Bound",
                    "Exiting",
                    "array",
                    "taken piece"),
            Admission.PARENT,
            Set.of(
                    "Configure",
                    "Learn",
                    "Run",
                    "Cancel",
                    "Recall",
                    "Stop",
                    "Ping",
                    "Stay",
                    "Levels",
                    "StateChanged",
                    "Dump",
                    "array",
                    "array in the ring",
                    "piece of an array"));

    private static boolean admits(Admission who, int length, byte type, long beside, long maxPayload) {
        try {
            who.check(length, type, beside, maxPayload);
            return true;
        } catch (ProtocolException refused) {
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachSideSaysOnlyWhatIsItsToSay(Admission who) {
        Set<String> said = new TreeSet<>();
        for (int type = Byte.MIN_VALUE; type <= Byte.MAX_VALUE; type++) {
            if (admits(who, 1, (byte) type, 0, LARGE_PAYLOAD)) {
                said.add(FrameType.name((byte) type));
            }
        }
        assertThat(said).containsExactlyInAnyOrderElementsOf(MAY_SAY.get(who));
    }

    @Test
    void aChildIsAStrangerThenStartsThenWorks() {
        Admission child = Admission.STRANGER.after(FrameType.HELLO);
        assertThat(child).isEqualTo(Admission.STARTING);
        assertThat(child.after(FrameType.LOGGED)).isEqualTo(Admission.STARTING);
        assertThat(child.after(FrameType.READY)).isEqualTo(Admission.WORKER);
        assertThat(Admission.WORKER.after(FrameType.SUCCEEDED)).isEqualTo(Admission.WORKER);
        assertThat(Admission.PARENT.after(FrameType.CONFIGURE)).isEqualTo(Admission.PARENT);
    }

    /** However large results may be, nothing else of a child is larger than a megabyte. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PARENT")
    void onlyResultsAndTheirArraysFollowTheLargestPayload(Admission child) {
        for (byte type = 0; type < 32; type++) {
            boolean isResult = type == FrameType.SUCCEEDED || type == FrameType.ARRAY;
            assertThat(admits(child, (1 << 20) + 1, type, 0, LARGE_PAYLOAD))
                    .as(child + " " + FrameType.name(type))
                    .isEqualTo(isResult && child == Admission.WORKER);
        }
        assertThat(admits(Admission.WORKER, 100_000, FrameType.SUCCEEDED, 0, 1_000))
                .isFalse();
    }

    @Test
    void messagesOfAFewBytesMayHaveOnlyAFew() {
        for (byte type : new byte[] {FrameType.PONG, FrameType.HELLO, FrameType.READY}) {
            Admission child = type == FrameType.PONG
                    ? Admission.WORKER
                    : type == FrameType.HELLO ? Admission.STRANGER : Admission.STARTING;
            assertThat(admits(child, 1 << 10, type, 0, LARGE_PAYLOAD)).isTrue();
            assertThat(admits(child, (1 << 10) + 1, type, 0, LARGE_PAYLOAD)).isFalse();
        }
        assertThat(admits(Admission.WORKER, 20_000, FrameType.PROGRESSED, 0, LARGE_PAYLOAD))
                .isFalse();
        assertThat(admits(Admission.WORKER, 70_000, FrameType.RETURNED, 0, LARGE_PAYLOAD))
                .isFalse();
    }

    @Test
    void arraysStandBeforeAResultOrArgumentsAndNothingElse() {
        int array = Payload.SMALLEST_ARRAY;
        assertThat(admits(Admission.WORKER, 100, FrameType.SUCCEEDED, array, LARGE_PAYLOAD))
                .isTrue();
        assertThat(admits(Admission.PARENT, 100, FrameType.RUN, array, LARGE_PAYLOAD))
                .isTrue();
        for (byte type : new byte[] {FrameType.FAILED, FrameType.LOGGED, FrameType.PONG, FrameType.DUMPED}) {
            assertThatExceptionOfType(ProtocolException.class)
                    .isThrownBy(() -> Admission.WORKER.check(1, type, array, LARGE_PAYLOAD))
                    .withMessageContaining("which has none");
        }
        assertThat(admits(Admission.WORKER, array, FrameType.ARRAY, LARGE_PAYLOAD, LARGE_PAYLOAD))
                .isFalse();
    }

    @Test
    void aLengthAloneIsRefusedIfNoKindMayBeAsLong() {
        assertThatCode(() -> Admission.WORKER.check(1 << 20, 10)).doesNotThrowAnyException();
        for (int length : new int[] {Integer.MIN_VALUE, -1, 0, (1 << 20) + 1, Integer.MAX_VALUE}) {
            assertThatExceptionOfType(ProtocolException.class)
                    .isThrownBy(() -> Admission.WORKER.check(length, 10))
                    .withMessageContaining("claims " + length + " bytes");
        }
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> Admission.STRANGER.check(2_000, 1 << 30));
    }

    /** What is let through never exceeds what its sender may have, whatever header comes. */
    @Test
    void randomHeadersAreAdmittedWithinTheirLimitsOnly() {
        Random random = new Random(16);
        for (int i = 0; i < 100_000; i++) {
            Admission who = Admission.values()[random.nextInt(3)];
            int length = random.nextInt() >> random.nextInt(32);
            byte type = (byte) (random.nextInt() >> random.nextInt(8));
            long beside = random.nextBoolean() ? 0 : random.nextInt(1 << 26);
            long maxPayload = 1L << random.nextInt(27);
            if (admits(who, length, type, beside, maxPayload)) {
                boolean isResult = type == FrameType.SUCCEEDED || type == FrameType.ARRAY;
                long most = isResult ? maxPayload + (64 << 10) : 1 << 20;
                if (length < 1 || length + beside > most || (beside > 0 && !isResult)) {
                    fail("%s: %s bytes of type %s beside %s, max-payload %s", who, length, type, beside, maxPayload);
                }
            }
        }
    }
}
