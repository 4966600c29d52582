package io.asynccpu.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.TaskNotSerializableException;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
@PoolTest
class PayloadTests {

    public record Point(int x, int y) {}

    public static List<Point> mirror(List<Point> points) {
        return points.stream().map(point -> new Point(point.y(), point.x())).toList();
    }

    public static InputStream stream() {
        return InputStream.nullInputStream();
    }

    public static Object secretPoint() {
        return new Point(1, 2);
    }

    @Test
    void hundredMegabytesGoThereAndBack() {
        byte[] large = new byte[100 << 20];
        large[large.length - 1] = 42;
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            assertThat(Arrays.equals(pool.createProcessTask(Tasks::echo, large).join(), large))
                    .isTrue();
            assertThat(pool.statistics().bytesSent()).isGreaterThan(large.length);
            assertThat(pool.statistics().bytesReceived()).isGreaterThan(large.length);
        }
    }

    @Test
    void aPayloadBeyondTheLimitIsRefusedAndTheWorkerGoesOn() {
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .maxPayload(100_000)
                .build()) {
            long pid = pool.createProcessTask(Tasks::pid).join();
            assertThatThrownBy(() -> pool.createProcessTask(Tasks::echo, new byte[100_001]))
                    .isInstanceOf(TaskNotSerializableException.class)
                    .hasMessageContaining("max-payload");
            assertThatThrownBy(() -> pool.createProcessTask(Tasks::ones, 20_000).get())
                    .cause()
                    .isInstanceOf(TaskNotSerializableException.class)
                    .hasMessageContaining("max-payload");
            assertThat(pool.createProcessTask(Tasks::pid).join()).isEqualTo(pid);
        }
    }

    @Test
    void aMethodReferenceShowsItsGenericTypes(ProcessTaskPoolExecutor pool) {
        assertThat(pool.createProcessTask(PayloadTests::mirror, List.of(new Point(1, 2)))
                        .join())
                .containsExactly(new Point(2, 1));
    }

    @Test
    void whatCannotCrossFailsBeforeItIsSent() {
        Thread captured = Thread.currentThread();
        Callable<String> plain = () -> "never";
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            assertThatThrownBy(() -> pool.createProcessTask(captured::getName))
                    .isInstanceOf(TaskNotSerializableException.class)
                    .hasMessageContaining("java.lang.Thread");
            assertThatThrownBy(() -> pool.submit(plain))
                    .isInstanceOf(TaskNotSerializableException.class)
                    .hasMessageContaining("createProcessTask");
            assertThatThrownBy(() -> pool.createProcessTask(PayloadTests::stream))
                    .isInstanceOf(TaskNotSerializableException.class)
                    .hasMessageContaining("InputStream");
            assertThatThrownBy(() -> pool.createProcessTask(Tasks::later, "x"))
                    .isInstanceOf(TaskNotSerializableException.class)
                    .hasMessageContaining("createAsyncProcessTask");
            assertThat(pool.snapshot().submitted()).isZero();
        }
    }

    @Test
    void aResultWhoseClassWouldBeLostFailsTheTaskOnly(ProcessTaskPoolExecutor pool) {
        ProcessTask<Object> task = pool.createProcessTask(PayloadTests::secretPoint);
        assertThatThrownBy(task::get).hasCauseInstanceOf(TaskNotSerializableException.class);
        assertThat(pool.createProcessTask(Tasks::pid).join()).isEqualTo(task.workerPid());
    }

    @Test
    void manyTasksAtOnceAllEnd() {
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(2).build()) {
            var tasks = new ArrayList<ProcessTask<Integer>>();
            for (int i = 0; i < 5_000; i++) {
                tasks.add(pool.createProcessTask((Integer a) -> a + 1, i));
            }
            assertThat(tasks)
                    .extracting(CompletableFuture::join)
                    .hasSize(5_000)
                    .contains(1, 5_000)
                    .doesNotHaveDuplicates();
        }
    }
}
