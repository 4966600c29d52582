package io.asynccpu.autoconfigure.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MethodTargetTests {

    @Test
    void itsTextIsReadBack() {
        MethodTarget target = new MethodTarget(
                "odd#name(1)", "com.acme.Reports$Inner", "render", List.of("[B", "int", "java.util.List"));

        assertThat(target).hasToString("odd#name(1)#com.acme.Reports$Inner#render([B,int,java.util.List)");
        assertThat(MethodTarget.parse(target.toString())).isEqualTo(target);
    }

    @Test
    void aMethodWithoutParametersIsReadBack() {
        MethodTarget target = new MethodTarget("reports", "com.acme.Reports", "render", List.of());

        assertThat(MethodTarget.parse(target.toString())).isEqualTo(target);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "reports", "reports#render()", "a#b#c", "a#b#c(int", "(a#b#c)"})
    void otherTextIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MethodTarget.parse(text))
                .withMessageContaining('"' + text + '"');
    }
}
