package io.asynccpu.sample.mandelbrot;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FaultsTests {

    static Stream<ThrowingCallable> faults() {
        return Stream.of(Faults::crash, Faults::exit, Faults::hang, Faults::exhaust);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void refuseToHarmTheWebApplication(ThrowingCallable fault) {
        assertThatIllegalStateException().isThrownBy(fault).withMessageContaining("Only a worker may be harmed");
    }
}
