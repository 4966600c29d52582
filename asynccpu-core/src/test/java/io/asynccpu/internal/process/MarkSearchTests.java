package io.asynccpu.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class MarkSearchTests {

    private static boolean isOn(MarkSearch mark, Map<String, String> environment) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", "echo; read wait");
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/bin:/bin");
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.getInputStream().read()).isEqualTo('\n');
            return mark.isOn(process.pid());
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static boolean isOn(MarkSearch mark, String value) throws Exception {
        return isOn(mark, Map.of(WorkerMark.VARIABLE, value));
    }

    @Test
    void aMarkIsWhole() throws Exception {
        MarkSearch mark = MarkSearch.of("asynccpu-1-2/1");
        assertThat(isOn(mark, "asynccpu-1-2/1")).isTrue();
        assertThat(isOn(mark, "asynccpu-1-2/11")).isFalse();
        assertThat(isOn(mark, "asynccpu-1-2/")).isFalse();
        assertThat(isOn(mark, "xasynccpu-1-2/1")).isFalse();
        assertThat(isOn(mark, Map.of("OTHER", WorkerMark.VARIABLE + "=asynccpu-1-2/1")))
                .isFalse();
        assertThat(isOn(mark, Map.of("OTHER_" + WorkerMark.VARIABLE, "asynccpu-1-2/1")))
                .isFalse();
        assertThat(isOn(mark, Map.of())).isFalse();
    }

    @Test
    void aMarkIsFoundAmongThoseOfPoolsWithinPools() throws Exception {
        String marks = "asynccpu-1-2/1:asynccpu-3-4/5:asynccpu-6-7/8";
        for (String mark : marks.split(":", -1)) {
            assertThat(isOn(MarkSearch.of(mark), marks)).isTrue();
        }
        assertThat(isOn(MarkSearch.of("asynccpu-3-4/8"), marks)).isFalse();
    }

    @Test
    void theMarksOfAPoolBeginAlike() throws Exception {
        MarkSearch pool = MarkSearch.beginning("asynccpu-3-4/");
        assertThat(isOn(pool, "asynccpu-1-2/1:asynccpu-3-4/5")).isTrue();
        assertThat(isOn(pool, "asynccpu-3-4/12:asynccpu-1-2/1")).isTrue();
        assertThat(isOn(pool, "asynccpu-3-40/5")).isFalse();
        assertThat(isOn(pool, "x:asynccpu-3-4")).isFalse();
    }

    /** As in the moment in which a process becomes another program. */
    @Test
    void noEnvironmentAtAllIsNoticed() throws Exception {
        MarkSearch mark = MarkSearch.of("asynccpu-1-2/1");
        Process process = new ProcessBuilder("env", "-i", "/bin/sh", "-c", "echo; read wait").start();
        try {
            assertThat(process.getInputStream().read()).isEqualTo('\n');
            assertThat(mark.isOn(process.pid())).isFalse();
            assertThat(mark.wasEmpty()).isTrue();
            assertThat(mark.isOn(ProcessHandle.current().pid())).isFalse();
            assertThat(mark.wasEmpty()).isFalse();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** Larger than any buffer, and the mark stands at its end, as far as the system keeps the order. */
    @Test
    void aMarkIsFoundInALargeEnvironmentInConstantMemory() throws Exception {
        Map<String, String> environment = new TreeMap<>();
        for (int i = 0; i < 12; i++) {
            environment.put("LARGE_" + i, "A".repeat(100_000 + i));
        }
        assertThat(isOn(MarkSearch.of("asynccpu-1-2/1"), environment)).isFalse();
        environment.put(WorkerMark.VARIABLE, "asynccpu-1-2/1");
        assertThat(isOn(MarkSearch.of("asynccpu-1-2/1"), environment)).isTrue();
    }
}
