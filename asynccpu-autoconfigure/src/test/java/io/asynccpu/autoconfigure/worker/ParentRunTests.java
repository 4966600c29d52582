package io.asynccpu.autoconfigure.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.cloud.bootstrap.Marker;
import org.springframework.context.support.StaticApplicationContext;

class ParentRunTests {

    private static final ParentMain ON_STACK = new ParentMain("com.acme.Main", List.of(), true, true);
    private static final ParentMain IN_A_THREAD = new ParentMain("com.acme.Main", List.of(), true, false);
    private static final ParentMain A_TESTS = new ParentMain("com.acme.Main", List.of(), false, true);

    /** A class of one test, so that its runs are like no others. */
    private static ChildSettings.RunSelector selector(Class<?> source, boolean anyArguments, int earlier) {
        return new ChildSettings.RunSelector(List.of(source.getName()), anyArguments, earlier);
    }

    private static ParentRun begin(Class<?> source, String... arguments) {
        return ParentRun.begin(new SpringApplication(source), List.of(arguments));
    }

    @Test
    void aloneItMayHaveOtherArguments() {
        class App {}

        assertThat(begin(App.class, "--x").selector(ON_STACK)).isEqualTo(selector(App.class, true, 0));
    }

    @Test
    void oneForAnotherTenantIsAnotherEvenIfItFails() {
        class App {}
        ParentRun one = begin(App.class, "--tenant=1");
        one.failed();
        ParentRun two = begin(App.class, "--tenant=2");

        assertThat(two.selector(ON_STACK)).isEqualTo(selector(App.class, false, 0));
    }

    @Test
    void tenantsAtTheSameTimeAreToldApartByTheirArguments() {
        class App {}
        ParentRun one = begin(App.class, "--tenant=1");
        ParentRun two = begin(App.class, "--tenant=2");

        assertThat(one.selector(IN_A_THREAD)).isEqualTo(selector(App.class, false, 0));
        assertThat(two.selector(IN_A_THREAD)).isEqualTo(selector(App.class, false, 0));
    }

    @Test
    void theSameBeforeItCountsUnlessItFailed() {
        class App {}
        begin(App.class);
        begin(App.class).failed();

        ParentRun third = begin(App.class);

        assertThat(third.selector(ON_STACK)).isEqualTo(selector(App.class, true, 1));
        assertThat(third.selector(A_TESTS)).isEqualTo(selector(App.class, true, 0));
    }

    @Test
    void besideMainsStackOneThatIsClosedWasRestarted() {
        class App {}
        StaticApplicationContext context = new StaticApplicationContext();
        begin(App.class).loaded(context);
        ParentRun second = begin(App.class);
        assertThat(second.selector(IN_A_THREAD).earlier()).isEqualTo(1);

        context.refresh();
        context.close();

        assertThat(second.selector(IN_A_THREAD).earlier()).isZero();
        assertThat(second.selector(ON_STACK).earlier()).isEqualTo(1);
    }

    @Test
    void moreSourcesMakeAnotherApplicationButNotSpringClouds() {
        class Common {}
        class Web {}
        begin(Common.class);

        ParentRun both = ParentRun.begin(new SpringApplication(Common.class, Web.class, Marker.class), List.of());

        assertThat(both.selector(ON_STACK))
                .isEqualTo(new ChildSettings.RunSelector(both.selector(ON_STACK).sources(), true, 0));
        assertThat(both.selector(ON_STACK).sources())
                .containsExactlyInAnyOrder(Common.class.getName(), Web.class.getName());
    }
}
