package io.asynccpu.internal.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.ProcessTaskPoolExecutorBuilder;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.TaskFunction0;
import io.asynccpu.api.WorkerCrashedException;
import io.asynccpu.support.Diary;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import io.asynccpu.support.Thorough;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** What a child writes to its standard streams, whatever it is. */
@Timeout(60)
@PoolTest
class OutputTests {

    private static final String WORDS = "Grüße, 漢字, 🚀";

    private final Queue<ILoggingEvent> arrived = new ConcurrentLinkedQueue<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.asynccpu.worker.output");
    /** Holds up what reads the output. */
    private volatile @Nullable CountDownLatch gate;

    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            event.prepareForDeferredProcessing();
            arrived.add(event);
            CountDownLatch closed = gate;
            if (closed != null) {
                try {
                    closed.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    };

    @BeforeEach
    void listen() {
        logger.setAdditive(false);
        logger.setLevel(Level.INFO);
        appender.start();
        logger.addAppender(appender);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(appender);
        logger.setLevel(null);
        logger.setAdditive(true);
    }

    private List<String> lines(String stream) {
        return arrived.stream()
                .filter(event -> event.getLoggerName().endsWith("." + stream))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    /** In a pool of one worker, to the end of which all is read. */
    private static void run(UnaryOperator<ProcessTaskPoolExecutorBuilder> settings, TaskFunction0<Long> task) {
        try (var pool = settings.apply(
                        ProcessTaskPoolExecutor.builder().name("output").maxWorkers(1))
                .build()) {
            pool.createProcessTask(task).join();
        }
    }

    static List<UnaryOperator<ProcessTaskPoolExecutorBuilder>> settings() {
        return List.of(
                builder -> builder,
                builder -> builder.jvmArgs("-Dfile.encoding=ISO-8859-1"),
                builder -> builder.jvmArgs("-Dfile.encoding=UTF-16"),
                builder -> builder.jvmArgs("-Dstdout.encoding=ISO-8859-1", "-Dstderr.encoding=IBM850"),
                builder -> builder.jvmArgs("-Dstdout.encoding=no such encoding"),
                builder -> builder.environment(Map.of("LC_ALL", "C")),
                builder ->
                        builder.environment(Map.of("LC_ALL", "C", "LANG", "C")).jvmArgs("-Dfile.encoding=COMPAT"));
    }

    static long prints() {
        System.out.println(WORDS);
        System.err.println(WORDS);
        return 0;
    }

    @Thorough
    @ParameterizedTest
    @MethodSource("settings")
    void whatIsPrintedArrivesHoweverTheChildWasStarted(UnaryOperator<ProcessTaskPoolExecutorBuilder> settings) {
        run(settings, OutputTests::prints);
        assertThat(lines("stdout")).containsExactly(WORDS);
        assertThat(lines("stderr")).containsExactly(WORDS);
    }

    /** As native code does, or code with a stream of its own. */
    @SuppressWarnings("DefaultCharset")
    static long writesInItsDefaultCharset() throws Exception {
        System.out.println(Charset.defaultCharset());
        System.out.flush();
        FileOutputStream own = new FileOutputStream(FileDescriptor.out);
        own.write("Grüße\n".getBytes());
        own.flush();
        System.out.println(WORDS);
        return 0;
    }

    @Test
    void whatIsWrittenInTheChildsOwnCharsetArrivesToo() {
        run(builder -> builder.jvmArgs("-Dfile.encoding=ISO-8859-1"), OutputTests::writesInItsDefaultCharset);
        assertThat(lines("stdout")).containsExactly("ISO-8859-1", "Grüße", WORDS);
    }

    static long writesStrangeBytes() {
        byte[] bytes = {
            'a', (byte) 0xff, (byte) 0xc3, '\n', 0, 7, '\r', '\n', '\r', 'b', '\n', '\n', 'c', '\r', '\r', '\n'
        };
        System.out.write(bytes, 0, bytes.length);
        System.out.flush();
        return 0;
    }

    @Test
    void bytesThatAreNoTextSpoilNothingElseAndEveryEndOfALineIsOne() {
        run(builder -> builder, OutputTests::writesStrangeBytes);
        assertThat(lines("stdout")).containsExactly("a\uFFFD\uFFFD", "\0\7", "", "b", "", "c", "");
    }

    private static final int LONG = 10 << 20;

    static long writesOneLongLine() {
        String characters = "漢🚀ü-";
        byte[] bytes = characters.repeat(LONG / 10).getBytes(StandardCharsets.UTF_8);
        System.out.write(bytes, 0, bytes.length);
        System.out.println();
        return 0;
    }

    @Test
    void aLineOfTenMebibytesComesInPiecesOfWholeCharacters() {
        run(builder -> builder, OutputTests::writesOneLongLine);
        assertThat(String.join("", lines("stdout"))).isEqualTo("漢🚀ü-".repeat(LONG / 10));
        assertThat(lines("stdout"))
                .allSatisfy(piece -> assertThat(piece.length()).isLessThanOrEqualTo(8 << 10));
    }

    private static final int PIECE = 8 << 10;

    static long writesLinesThatJustFit() {
        System.out.println("x".repeat(PIECE));
        System.out.println("y");
        System.out.println();
        System.out.println("z".repeat(2 * PIECE));
        System.out.println("z".repeat(PIECE) + "!");
        System.out.print("é".repeat(PIECE / 2));
        System.out.flush();
        return 0;
    }

    @Test
    void aLineThatJustFitsIsOneAndHasNoEmptyOneBehindIt() {
        run(builder -> builder, OutputTests::writesLinesThatJustFit);
        String piece = "z".repeat(PIECE);
        assertThat(lines("stdout"))
                .containsExactly("x".repeat(PIECE), "y", "", piece, piece, piece, "!", "é".repeat(PIECE / 2));
    }

    static long diesWithinALine() {
        System.out.print("the beginning of a line");
        System.out.flush();
        return Tasks.halts(3);
    }

    @Test
    void theBeginningOfALastLineIsNotLost() {
        try (var pool =
                ProcessTaskPoolExecutor.builder().name("output").maxWorkers(1).build()) {
            ProcessTask<Long> task = pool.createProcessTask(OutputTests::diesWithinALine);
            assertThatThrownBy(task::join)
                    .cause()
                    .isInstanceOfSatisfying(WorkerCrashedException.class, death -> assertThat(death.lastOutput())
                            .containsExactly("the beginning of a line"));
            assertThat(arrived).singleElement().satisfies(event -> {
                assertThat(event.getFormattedMessage()).isEqualTo("the beginning of a line");
                assertThat(event.getMDCPropertyMap()).containsEntry("asynccpu.task", Long.toString(task.taskId()));
            });
        }
    }

    private static final int FLOOD = 16 << 20;

    /** Notes when its writing stands still, then goes on with it. */
    static long floods(String diary) throws InterruptedException {
        AtomicLong written = new AtomicLong();
        byte[] line = ("x".repeat(1023) + "\n").getBytes(StandardCharsets.UTF_8);
        Thread writer = new Thread(() -> {
            while (written.get() < FLOOD) {
                System.out.write(line, 0, line.length);
                written.addAndGet(line.length);
            }
        });
        writer.start();
        long before;
        do {
            before = written.get();
            // No event says that a write stands still. On a slow machine it seems so too early, and the test sees less.
            Thread.sleep(200);
        } while (before == 0 || before != written.get());
        Diary.note(diary, before < FLOOD ? "stands still" : "nothing stopped it");
        writer.join();
        return written.get();
    }

    /** The pipe is full when nobody reads on. */
    @Test
    void aFloodThatNobodyReadsStopsTheTaskAndTakesNoMemoryHere(@TempDir Path directory) throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        gate = closed;
        Path diary = directory.resolve("diary");
        try (var pool =
                ProcessTaskPoolExecutor.builder().name("output").maxWorkers(1).build()) {
            ProcessTask<Long> task = pool.createProcessTask(OutputTests::floods, diary.toString());
            Diary.await(diary, "stands still");
            assertThat(task).isNotDone();
            assertThat(arrived).hasSizeLessThanOrEqualTo(1);
            gate = null;
            closed.countDown();
            assertThat(task.get(60, TimeUnit.SECONDS)).isEqualTo(FLOOD);
        } finally {
            closed.countDown();
        }
        assertThat(lines("stdout")).hasSize(FLOOD >> 10);
    }
}
