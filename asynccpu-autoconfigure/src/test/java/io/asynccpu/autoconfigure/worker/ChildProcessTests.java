package io.asynccpu.autoconfigure.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.WorkerStartException;
import io.asynccpu.autoconfigure.method.MethodSignature;
import io.asynccpu.autoconfigure.method.MethodTarget;
import io.asynccpu.spi.TaskCall;
import io.asynccpu.spi.TaskOptions;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

/** Real children of a Spring Boot test, started from the class path that the test runner made. */
@Timeout(60)
@SpringBootTest(
        classes = TestApplication.Small.class,
        properties = {"greeting.word=Hello", "greeting.mark=!", "greeting.tone=(inlined)"})
@Tag("process")
class ChildProcessTests {

    @Autowired
    private ChildApplication application;

    @AfterEach
    void noChildIsLeft() throws Exception {
        for (ProcessHandle child : ProcessHandle.current().children().toList()) {
            child.onExit().get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void aBeansMethodRunsInAnotherProcess() throws Exception {
        try (ProcessTaskPoolExecutor pool = pool(application.settings(List.of()))) {
            ProcessTask<String> task = submit(pool, "greet", new String[] {"Ann", "Bob"}, 1);

            assertThat(task.get()).isEqualTo("Hello Ann Bob!(inlined)");
            assertThat(task.workerPid())
                    .isNotEqualTo(ProcessHandle.current().pid())
                    .isPositive();
        }
    }

    @Test
    void aMethodsOwnExceptionArrives() {
        try (ProcessTaskPoolExecutor pool = pool(application.settings(List.of()))) {
            ProcessTask<Void> task = submit(pool, "refuse");

            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(task::get)
                    .withCauseInstanceOf(UnsupportedOperationException.class)
                    .withMessageContaining("at once");
        }
    }

    @Test
    void aContextThatFailsToStartSaysWhyInTheParent() {
        List<Class<?>> broken = List.of(SpringWorkerRuntimeTests.Broken.class);
        try (ProcessTaskPoolExecutor pool = pool(application.settings(broken))) {
            ProcessTask<Void> task = submit(pool, "refuse");

            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(task::get)
                    .withCauseInstanceOf(WorkerStartException.class)
                    .withMessageContaining("the license has expired");
        }
    }

    @Test
    void aBeanThatTheChildLacksFailsTheTaskOnly() throws Exception {
        try (ProcessTaskPoolExecutor pool = pool(application.settings(List.of()))) {
            TaskCall unknown = new TaskCall("gone", "gone#com.acme.Gone#go()", List.of(), void.class);

            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(pool.submit(unknown, new Object[0], TaskOptions.POOL_DEFAULTS)::get)
                    .withMessageContaining("no bean \"gone\"");
            assertThat(submit(pool, "greet", new String[] {"Ann"}, 1).get()).isEqualTo("Hello Ann!(inlined)");
        }
    }

    private static ProcessTaskPoolExecutor pool(Map<String, String> settings) {
        return ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .workerRuntime(SpringWorkerRuntime.class, settings)
                .build();
    }

    private static <T> ProcessTask<T> submit(ProcessTaskPoolExecutor pool, String name, Object... arguments) {
        Class<?> type = TestApplication.Greeter.class;
        Method method = Arrays.stream(type.getDeclaredMethods())
                .filter(candidate -> candidate.getName().equals(name))
                .findFirst()
                .orElseThrow();
        List<String> types =
                Arrays.stream(method.getParameterTypes()).map(Class::getName).toList();
        MethodSignature signature = MethodSignature.of(method, type);
        TaskCall call = new TaskCall(
                name,
                new MethodTarget("greeter", type.getName(), name, types).toString(),
                signature.parameterTypes(),
                signature.resultType());
        return pool.submit(call, arguments, TaskOptions.POOL_DEFAULTS);
    }
}
