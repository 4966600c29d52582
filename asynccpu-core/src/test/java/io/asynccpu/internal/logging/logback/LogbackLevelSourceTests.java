package io.asynccpu.internal.logging.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogbackLevelSourceTests {

    private final LoggerContext context = new LoggerContext();
    private final LogbackLevelSource levels = new LogbackLevelSource(context);

    @Test
    void onlySetLevelsCount() {
        context.getLogger("a.b").setLevel(Level.OFF);
        assertThat(levels.levels()).isEqualTo(Map.of("ROOT", "DEBUG", "a.b", "OFF"));
    }

    @Test
    void itListensOnceAlsoAfterAStopOrAReset() {
        levels.listen();
        levels.listen();
        assertThat(context.getCopyOfListenerList()).containsExactly(levels);
        context.reset();
        assertThat(context.getCopyOfListenerList()).containsExactly(levels);
        context.stop();
        levels.listen();
        assertThat(context.getCopyOfListenerList()).containsExactly(levels);
    }
}
