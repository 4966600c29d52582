package io.asynccpu.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.internal.channel.WorkerSocket;
import io.asynccpu.internal.protocol.Message;
import io.asynccpu.internal.protocol.Wire;
import io.asynccpu.internal.protocol.WorkerFiles;
import io.asynccpu.internal.protocol.WorkerPages;
import io.asynccpu.support.Diary;
import io.asynccpu.support.NothingLeftBehind;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Another user or process of the machine. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
@PoolTest
class HostileNeighborTests {

    @TempDir
    private Path directory;

    @Test
    void findsNothingToReadOrToConnectTo() throws Exception {
        Path diary = directory.resolve("a-confidential-argument");
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            ProcessTask<Long> task = pool.createProcessTask(Tasks::finishesWhenTold, diary.toString());
            Diary.await(diary, "started");

            Path process = Path.of("/proc", Long.toString(task.workerPid()));
            for (String publicFile : List.of("cmdline", "environ")) {
                assertThat(Files.readString(process.resolve(publicFile)))
                        .isNotEmpty()
                        .doesNotContain("confidential");
            }
            for (Path own :
                    NothingLeftBehind.directoriesOf(ProcessHandle.current().pid())) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
                        .isEqualTo("rwx------");
                try (Stream<Path> files = Files.list(own)) {
                    assertThat(files).isNotEmpty().noneMatch(file -> file.toString()
                            .endsWith(".sock"));
                }
            }
            Diary.note(diary.toString(), "go");
            assertThat(task.get()).isEqualTo(task.workerPid());
        }
    }

    @Test
    void isNotTakenForTheChildThoughItConnectsFirst() throws Exception {
        Path path = directory.resolve("s");
        try (WorkerPages pages = WorkerPages.create(new WorkerFiles(directory, 1), 1);
                WorkerSocket socket = new WorkerSocket(path)) {
            CompletableFuture<?> accepted = CompletableFuture.supplyAsync(() -> {
                try {
                    return socket.accept(1000, received -> ByteBuffer.allocate(0), pages);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            ByteBuffer wrongSecret = Wire.encode(new Message.Hello(Wire.VERSION, new byte[32], 1, false))
                    .head();
            for (ByteBuffer words : List.of(ByteBuffer.wrap(new byte[] {0, 0, 0, 1, 3}), wrongSecret)) {
                try (SocketChannel stranger = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                    stranger.connect(UnixDomainSocketAddress.of(path));
                    stranger.write(words);
                    // Thrown out.
                    assertThat(stranger.read(ByteBuffer.allocate(1))).isEqualTo(-1);
                }
            }
            assertThat(accepted).isNotDone();
            socket.close();
            // Whether it waits again already, and the close comes meanwhile, or is about to.
            assertThatThrownBy(() -> accepted.get(30, TimeUnit.SECONDS))
                    .rootCause()
                    .isInstanceOf(ClosedChannelException.class);
            assertThat(path).doesNotExist();
        }
    }
}
