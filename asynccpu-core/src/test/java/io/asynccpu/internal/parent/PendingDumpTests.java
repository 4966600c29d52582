package io.asynccpu.internal.parent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.api.DumpFailedException;
import io.asynccpu.internal.concurrent.Timer;
import io.asynccpu.internal.protocol.Message;
import io.asynccpu.internal.protocol.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PendingDumpTests {

    private static final Message.Dump THREADS = new Message.Dump(null);
    private static final Message.Dump HEAP = new Message.Dump("/a.hprof");

    private final Timer timer = new Timer("asynccpu-test-timer");
    private final PendingDump pending = new PendingDump(timer, () -> "Worker 7");
    private final List<Message> sent = new ArrayList<>();

    @AfterEach
    void close() {
        timer.close();
    }

    private static Message.Dumped made(String text) {
        return new Message.Dumped(true, text.getBytes(StandardCharsets.UTF_8));
    }

    private CompletableFuture<String> ask(Message.Dump order) {
        return pending.ask(order, sent::add);
    }

    @Test
    void anAnswerIsForWhoAskedAndTheNextMayAsk() throws Exception {
        for (int i = 0; i < 2; i++) {
            CompletableFuture<String> dump = ask(THREADS);
            assertThat(dump).isNotDone();
            pending.answered(made("the text " + i));
            assertThat(dump).isCompletedWithValue("the text " + i);
        }
        assertThat(sent).containsExactly(THREADS, THREADS);
    }

    @Test
    void anAnswerThatNobodyAskedForIsNonsense() throws Exception {
        assertThatThrownBy(() -> pending.answered(made(""))).isInstanceOf(ProtocolException.class);
        var unused = ask(THREADS);
        pending.answered(made(""));
        assertThatThrownBy(() -> pending.answered(made("")))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("nobody asked for");
    }

    @Test
    void aSecondQuestionIsRefusedAndDisturbsNotTheFirst() throws Exception {
        CompletableFuture<String> first = ask(HEAP);
        assertThatThrownBy(ask(THREADS)::join)
                .cause()
                .isInstanceOf(DumpFailedException.class)
                .hasMessage("Worker 7 gives no dump: it is making another one, and makes one at a time");
        assertThat(sent).containsExactly(HEAP);
        pending.answered(made(""));
        assertThat(first).isCompletedWithValue("");
    }

    @Test
    void whyItIsNotMadeIsTold() throws Exception {
        CompletableFuture<String> dump = ask(HEAP);
        pending.answered(new Message.Dumped(false, "no space\u001b left".getBytes(StandardCharsets.UTF_8)));
        assertThatThrownBy(dump::join).cause().hasMessage("Worker 7 gives no dump: no space\uFFFD left");
    }

    @Test
    void anAnswerThatComesTooLateIsNobodysAndFreesTheDesk() throws Exception {
        CompletableFuture<String> dump = pending.ask(HEAP, sent::add, Duration.ofMillis(1));
        assertThatThrownBy(() -> dump.get(30, TimeUnit.SECONDS))
                .cause()
                .hasMessageContaining("did not answer within PT0.001S")
                .satisfies(failure ->
                        assertThat(((DumpFailedException) failure).isLate()).isTrue());
        assertThatThrownBy(ask(THREADS)::join).cause().hasMessageContaining("another one");
        pending.answered(made("late"));
        CompletableFuture<String> next = ask(THREADS);
        pending.answered(made("in time"));
        assertThat(next).isCompletedWithValue("in time");
    }

    @Test
    void itStandsStillForItsHeapForAsLongAsSomebodyWaitsForThat() throws Exception {
        assertThat(pending.isWritingHeap()).isFalse();
        var threads = ask(THREADS);
        assertThat(pending.isWritingHeap()).isFalse();
        pending.answered(made(""));
        assertThat(threads).isCompleted();
        CompletableFuture<String> heap = pending.ask(HEAP, message -> pending.isWritingHeap(), Duration.ofMillis(1));
        assertThatThrownBy(() -> heap.get(30, TimeUnit.SECONDS)).hasMessageContaining("did not answer");
        assertThat(pending.isWritingHeap()).isFalse();
    }

    @Test
    void itsEndAnswersWhoWaitsAndWhoComesAfter() {
        CompletableFuture<String> dump = ask(THREADS);
        pending.close("it has ended: of old age");
        assertThatThrownBy(dump::join).cause().hasMessage("Worker 7 gives no dump: it has ended: of old age");
        assertThatThrownBy(ask(THREADS)::join).cause().hasMessageContaining("it has ended");
        assertThat(sent).hasSize(1);
    }

    @Test
    void whoCannotBeAskedAnyMoreFailsAtOnce() {
        assertThatThrownBy(pending.ask(THREADS, message -> false)::join)
                .cause()
                .hasMessageContaining("it takes no more messages");
    }

    @Test
    void aTextBeyondAllMeasureIsCut() throws Exception {
        CompletableFuture<String> dump = ask(THREADS);
        pending.answered(made("x".repeat(3_000_000)));
        assertThat(dump.join())
                .hasSizeLessThan(1 << 20)
                .endsWith("… cut here: the worker sent 3000000 bytes, of which 1000000 are shown.\n");
    }
}
