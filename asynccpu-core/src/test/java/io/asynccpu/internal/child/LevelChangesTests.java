package io.asynccpu.internal.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LevelChangesTests {

    @Test
    void aThreadThatTheSystemDoesNotGiveEndsNeitherWhoHearsTheParentNorTheNextChange() throws Exception {
        List<Runnable> started = new ArrayList<>();
        LevelChanges changes = new LevelChanges() {
            @Override
            void start(Runnable work) {
                started.add(work);
                if (started.size() == 1) {
                    throw new OutOfMemoryError("unable to create native thread");
                }
                work.run();
            }
        };
        for (int i = 0; i < 2; i++) {
            changes.become(Map.of());
            changes.await();
        }
        assertThat(started).hasSize(2);
    }
}
