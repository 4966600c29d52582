package io.asynccpu.sample.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.sample.LeavesNoWorker;
import io.asynccpu.sample.SampleApplication;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts the application as its {@code main} does. */
@LeavesNoWorker
@ExtendWith(OutputCaptureExtension.class)
@Timeout(120)
class QuickstartTests {

    private static final Pattern LINE =
            Pattern.compile("^task_id: ([0-9]+), result: ([0-9]+), worker: ([0-9]+)$", Pattern.MULTILINE);

    @Test
    void printsTenLinesFromAtMostThreeWorkersAtTheStart(CapturedOutput output) {
        // Of the other pools no worker is needed.
        try (ConfigurableApplicationContext context = SpringApplication.run(
                SampleApplication.class,
                "--server.port=0",
                "--asynccpu.pools.thumbnails.min-workers=0",
                "--asynccpu.pools.matches.min-workers=0",
                "--asynccpu.pools.mandelbrot.min-workers=0")) {
            assertThat(context.isRunning()).isTrue();
        }

        List<Matcher> lines = LINE.matcher(output.getOut())
                .results()
                .map(line -> LINE.matcher(line.group()))
                .filter(Matcher::matches)
                .toList();
        assertThat(lines)
                .extracting(line -> line.group(1))
                .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
        assertThat(lines).extracting(line -> line.group(2)).containsOnly("333333283333335000000");
        String ownPid = Long.toString(ProcessHandle.current().pid());
        assertThat(lines.stream().map(line -> line.group(3)).distinct().toList())
                .hasSizeBetween(1, 3)
                .doesNotContain(ownPid);
    }
}
