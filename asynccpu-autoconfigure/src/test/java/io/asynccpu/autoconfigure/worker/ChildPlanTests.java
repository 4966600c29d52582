package io.asynccpu.autoconfigure.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.autoconfigure.properties.WorkerProperties;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChildPlanTests {

    @Test
    void aFailureInMainLetsTheNextOnesStartWithoutIt() {
        ChildPlan plan = plan(WorkerProperties.Main.AUTO);
        Map<String, String> first = plan.settings();

        assertThat(ChildSettings.fromMap(first).main()).isNotNull();
        assertThat(plan.failed(first, ChildPlan.IN_MAIN, "it exited").isOvercome())
                .isTrue();
        assertThat(ChildSettings.fromMap(plan.settings()).main()).isNull();
        // Another one that had started meanwhile.
        assertThat(plan.failed(first, ChildPlan.IN_MAIN, "it exited").isOvercome())
                .isTrue();
    }

    @Test
    void aFailureOfTheApplicationIsAFailure() {
        ChildPlan plan = plan(WorkerProperties.Main.AUTO);

        assertThat(plan.failed(plan.settings(), ChildPlan.IN_APPLICATION, "no bean"))
                .isNull();
        assertThat(ChildSettings.fromMap(plan.settings()).main()).isNotNull();
    }

    @Test
    void aChildThatWasNotToCallMainCannotBlameIt() {
        ChildPlan plan = plan(WorkerProperties.Main.NEVER);

        assertThat(ChildSettings.fromMap(plan.settings()).main()).isNull();
        assertThat(plan.failed(plan.settings(), ChildPlan.IN_MAIN, "a lie")).isNull();
    }

    @Test
    void whereMainMustRunItsFailureIsTheStarts() {
        ChildPlan plan = plan(WorkerProperties.Main.ALWAYS);

        assertThat(plan.failed(plan.settings(), ChildPlan.IN_MAIN, "it exited"))
                .satisfies(fault -> assertThat(fault.isOvercome()).isFalse())
                .satisfies(fault -> assertThat(fault.why()).contains("com.acme.App.main", "it exited", "=always"));
        assertThat(ChildSettings.fromMap(plan.settings()).main()).isNotNull();
    }

    private static ChildPlan plan(WorkerProperties.Main mode) {
        ChildSettings settings = new ChildSettings(
                new ChildSettings.Main(
                        "com.acme.App",
                        List.of("own"),
                        new ChildSettings.RunSelector(List.of("com.acme.App"), true, 0),
                        Duration.ofSeconds(5)),
                ApplicationParts.NONE,
                null,
                List.of("com.acme.App"),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Map.of());
        return new ChildPlan(settings, new WorkerRole("images", List.of()), mode, List.of());
    }
}
