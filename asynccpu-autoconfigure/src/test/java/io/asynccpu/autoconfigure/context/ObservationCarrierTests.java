package io.asynccpu.autoconfigure.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.api.TaskOutcome;
import io.asynccpu.api.WorkerStartException;
import io.asynccpu.spi.ContextCarrier.Captured;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.SenderContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.core.ResolvableType;

class ObservationCarrierTests {

    /** Notes what ends, and plays a tracer if it is to. */
    private static final class Notes implements ObservationHandler<Observation.Context> {

        private final List<String> ended = new ArrayList<>();
        private final boolean traces;

        Notes(boolean traces) {
            this.traces = traces;
        }

        @Override
        @SuppressWarnings("unchecked")
        public void onStart(Observation.Context context) {
            if (traces && context instanceof SenderContext<?> sender) {
                SenderContext<Object> any = (SenderContext<Object>) sender;
                any.getSetter().set(any.getCarrier(), "traceparent", "00-1-2-01");
            }
        }

        @Override
        public void onStop(Observation.Context context) {
            ended.add(context.getName() + " " + context.getContextualName() + " "
                    + context.getLowCardinalityKeyValues().stream()
                            .map(KeyValue::getValue)
                            .toList()
                    + (context.getError() == null
                            ? ""
                            : " " + context.getError().getClass().getSimpleName()));
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }
    }

    private final DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
    private final ObservationRegistry registry = ObservationRegistry.create();
    private final Notes notes = new Notes(false);

    private ObservationCarrier carrier() {
        beans.registerSingleton("registry", registry);
        return new ObservationCarrier(
                beans.getBeanProvider(ObservationRegistry.class), new NoBeans<>(), new NoBeans<>());
    }

    private List<String> ended(Consumer<Captured> what) {
        registry.observationConfig().observationHandler(notes);
        what.accept(Objects.requireNonNull(carrier().capture("default", "Reports.render")));
        return notes.ended;
    }

    @Test
    void withoutARegistryNothingIsObserved() {
        var carrier = new ObservationCarrier(new NoBeans<>(), new NoBeans<>(), new NoBeans<>());
        assertThat(carrier.capture("default", "task")).isNull();
    }

    @Test
    void aRegistryThatNobodyListensToCostsNothing() {
        assertThat(carrier().capture("default", "task")).isNull();
    }

    @Test
    void anObservationThatIsSwitchedOffIsNone() {
        registry.observationConfig()
                .observationHandler(notes)
                .observationPredicate((name, context) -> !name.equals("asynccpu.task"));
        assertThat(carrier().capture("default", "task")).isNull();
    }

    @Test
    void withoutATracerNothingCrosses() {
        registry.observationConfig().observationHandler(notes);
        assertThat(Objects.requireNonNull(carrier().capture("default", "task")).values())
                .isEmpty();
    }

    @Test
    void whatTheTracerLeavesCrosses() {
        registry.observationConfig().observationHandler(new Notes(true));
        assertThat(Objects.requireNonNull(carrier().capture("default", "task")).values())
                .containsEntry("traceparent", "00-1-2-01");
    }

    @Test
    void itEndsWithTheFutureAndSaysHow() {
        assertThat(ended(captured -> {
                    captured.ended(TaskOutcome.SUCCESS, null);
                    captured.ended(TaskOutcome.ABANDONED, new TimeoutException());
                    captured.ended(TaskOutcome.FAILURE, new CancellationException());
                    captured.ended(TaskOutcome.CANCELLED, new CancellationException());
                    captured.ended(TaskOutcome.WORKER_NOT_STARTED, new WorkerStartException("", null));
                    captured.refused(new RejectedExecutionException());
                }))
                .containsExactly(
                        "asynccpu.task Reports.render [SUCCESS, default, Reports.render]",
                        "asynccpu.task Reports.render [ABANDONED, default, Reports.render]",
                        "asynccpu.task Reports.render [FAILURE, default, Reports.render] CancellationException",
                        "asynccpu.task Reports.render [CANCELLED, default, Reports.render] CancellationException",
                        "asynccpu.task Reports.render [WORKER_NOT_STARTED, default, Reports.render] WorkerStartException",
                        "asynccpu.task Reports.render [REJECTED, default, Reports.render] RejectedExecutionException");
    }

    @Test
    void aConventionBeanWins() {
        registry.observationConfig().observationHandler(notes);
        beans.registerSingleton("registry", registry);
        beans.registerSingleton("convention", new Own());
        ObjectProvider<ObservationConvention<TaskObservationContext>> conventions = beans.getBeanProvider(
                ResolvableType.forClassWithGenerics(ObservationConvention.class, TaskObservationContext.class));
        var carrier =
                new ObservationCarrier(beans.getBeanProvider(ObservationRegistry.class), conventions, new NoBeans<>());
        Objects.requireNonNull(carrier.capture("default", "Reports.render")).ended(TaskOutcome.SUCCESS, null);
        assertThat(notes.ended).containsExactly("own.name null [Reports.render SUCCESS]");
    }

    private static final class Own implements ObservationConvention<TaskObservationContext> {

        @Override
        public String getName() {
            return "own.name";
        }

        @Override
        public KeyValues getLowCardinalityKeyValues(TaskObservationContext context) {
            return KeyValues.of("what", context.task() + " " + context.outcome());
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return context instanceof TaskObservationContext;
        }
    }
}
