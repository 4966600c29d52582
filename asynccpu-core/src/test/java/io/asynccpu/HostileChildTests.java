package io.asynccpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.TaskContext;
import io.asynccpu.logging.LogForwarding;
import io.asynccpu.protocol.Message;
import io.asynccpu.support.NothingLeftBehind;
import io.asynccpu.support.Tasks;
import io.asynccpu.transport.FrameChannel;
import java.lang.reflect.Field;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(120)
@ExtendWith(NothingLeftBehind.class)
class HostileChildTests {

    /** In the child: the channel to the parent, which the log's sink holds. */
    private static FrameChannel channel() throws ReflectiveOperationException {
        Field sinkField = LogForwarding.class.getDeclaredField("sink");
        sinkField.setAccessible(true);
        Object sink = sinkField.get(null);
        Field held = sink.getClass().getDeclaredFields()[0];
        held.setAccessible(true);
        return (FrameChannel) held.get(sink);
    }

    public static int sendsAFailureThatIsNone() throws Exception {
        channel().send(new Message.Failed(TaskContext.current().taskId(), 0, 0, new byte[] {99}));
        new CountDownLatch(1).await();
        return 0;
    }

    @Test
    void aTaskWhoseFailureIsNoFailureStillEndsAndItsWorkerIsKilled() throws Exception {
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .cancelTasksWhenShutdown(true)
                .build()) {
            ProcessTask<Integer> task = pool.createProcessTask(HostileChildTests::sendsAFailureThatIsNone);
            try {
                assertThatThrownBy(() -> task.get(30, TimeUnit.SECONDS)).hasMessageContaining("failure report");
            } finally {
                // Else close() would wait for it.
                task.cancel(true);
            }
            assertThat(pool.createProcessTask(Tasks::pid).get(60, TimeUnit.SECONDS))
                    .isNotEqualTo(task.workerPid());
        }
    }
}
