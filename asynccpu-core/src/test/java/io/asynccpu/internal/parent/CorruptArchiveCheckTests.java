package io.asynccpu.internal.parent;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.api.WorkerCrashedException.Cause;
import io.asynccpu.internal.codec.failure.FailureCodec;
import io.asynccpu.internal.codec.failure.ReceivedFailure;
import io.asynccpu.internal.protocol.Limits;
import java.lang.reflect.GenericSignatureFormatError;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Of a refusal only what the child has told counts, not what the objects here say. */
@Timeout(60)
class CorruptArchiveCheckTests {

    private static boolean isOfClasses(Throwable refusal) throws Exception {
        ReceivedFailure told = FailureCodec.read(FailureCodec.encode(refusal, Limits.FAILURE));
        StartRefusedException refused = new StartRefusedException(
                told,
                told.rebuildWithin(Duration.ofSeconds(30), CorruptArchiveCheckTests.class.getClassLoader(), null));
        return CorruptArchiveCheck.is(Cause.EXITED, null, null, null, refused, List.of());
    }

    static Stream<Throwable> ofClasses() {
        return Stream.of(
                new ClassNotFoundException("a.B"),
                new NoClassDefFoundError("a/B"),
                new UnsatisfiedLinkError("no b in java.library.path"),
                new GenericSignatureFormatError(),
                new IllegalStateException("no bean", new RuntimeException(new VerifyError("a.B"))));
    }

    @ParameterizedTest
    @MethodSource("ofClasses")
    void aClassThatIsNotFoundOrLinkedMayBeAnArchivesFault(Throwable refusal) throws Exception {
        assertThat(isOfClasses(refusal)).isTrue();
    }

    static Stream<Throwable> ofTheApplication() {
        return Stream.of(
                new IllegalStateException("no license"),
                new OutOfMemoryError("Java heap space"),
                new ExceptionInInitializerError(new NoClassDefFoundError("a/B")),
                new NoClassDefFoundError("Could not initialize class a.B"));
    }

    @ParameterizedTest
    @MethodSource("ofTheApplication")
    void theApplicationsOwnFailureIsNone(Throwable refusal) throws Exception {
        assertThat(isOfClasses(refusal)).isFalse();
    }

    @Test
    void aSentenceIsTheMessageOrAtLeastTheClass() throws Exception {
        ReceivedFailure told = FailureCodec.read(FailureCodec.encode(new IllegalStateException(), Limits.FAILURE));
        assertThat(new StartRefusedException(told, new ReceivedFailure.Rebuilt(told.plain(), "words")).sentence())
                .isEqualTo("java.lang.IllegalStateException");
    }
}
