package io.asynccpu.autoconfigure.test;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** As without the annotation. */
class InAChildTests extends BeanTaskContract {

    @Test
    void itRunsInAChild() throws Exception {
        assertThat(reports.pid().get()).isNotEqualTo(ProcessHandle.current().pid());
    }
}
