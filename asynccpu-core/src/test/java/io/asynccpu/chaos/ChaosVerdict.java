package io.asynccpu.chaos;

import io.asynccpu.api.PoolSnapshot;
import io.asynccpu.api.TaskTimeoutException;
import io.asynccpu.api.WorkerCrashedException;
import io.asynccpu.api.WorkerOutOfMemoryException;
import io.asynccpu.api.WorkerStartException;
import io.asynccpu.chaos.ChaosRound.Placed;
import io.asynccpu.chaos.Order.Kind;
import io.asynccpu.chaos.Register.Start;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Holds what came of each order against what was asked of it. */
final class ChaosVerdict {

    private final int maxAttempts;
    private final List<Placed> placed;
    private final Map<Integer, List<Start>> starts;
    private final Set<Long> killed;
    private final int killedUnproved;

    private final List<String> wrong = new ArrayList<>();
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private final Map<String, Integer> deaths = new TreeMap<>();

    ChaosVerdict(
            int maxAttempts,
            List<Placed> placed,
            Map<Integer, List<Start>> starts,
            Set<Long> killed,
            int killedUnproved) {
        this.maxAttempts = maxAttempts;
        this.placed = placed;
        this.starts = starts;
        this.killed = killed;
        this.killedUnproved = killedUnproved;
    }

    List<String> wrong() {
        return wrong;
    }

    /** How many orders of which kind had which outcome. */
    Map<String, Integer> outcomes() {
        return outcomes;
    }

    /** How many workers ended for which reason. */
    Map<String, Integer> deaths() {
        return deaths;
    }

    ChaosVerdict onOrders() throws InterruptedException {
        for (Placed each : placed) {
            Long result = null;
            Throwable failure = null;
            try {
                result = each.task().get();
            } catch (ExecutionException e) {
                failure = e.getCause();
            } catch (CancellationException e) {
                failure = e;
            }
            String outcome = failure == null ? "result" : failure.getClass().getSimpleName();
            outcomes.merge(each.order().kind() + " " + outcome, 1, Integer::sum);
            String fault = fault(each, result, failure);
            if (fault != null) {
                wrong.add(each.order() + " (" + each.task() + ", attempt "
                        + each.task().attempt() + "): " + fault + "; it gave " + result + " " + failure
                        + "; its starts: " + startsOf(each.order()));
            }
        }
        return this;
    }

    private List<Start> startsOf(Order order) {
        return starts.getOrDefault(order.number(), List.of());
    }

    private @Nullable String fault(Placed each, @Nullable Long result, @Nullable Throwable failure) {
        Order order = each.order();
        List<Start> known = startsOf(order);
        if (each.completions().get() != 1) {
            return "its future completed " + each.completions() + " times";
        }
        if (known.size() > maxAttempts || each.task().attempt() > maxAttempts) {
            return "it was started more often than " + maxAttempts + " times";
        }
        if (new HashSet<>(known.stream().map(Start::attempt).toList()).size() < known.size()) {
            return "one attempt was started twice";
        }
        if (failure == null) {
            return faultOfSuccess(order, each.task().attempt(), result, known);
        }
        if (failure instanceof WorkerStartException) {
            return killedUnproved > 0 && known.size() < maxAttempts ? null : "no start was disturbed";
        }
        if (failure instanceof WorkerCrashedException crash && isExcused(crash, order)) {
            return each.task().attempt() == maxAttempts || wasNeverStarted(failure) ? null : "it had attempts left";
        }
        if (failure instanceof TaskTimeoutException
                && killed.contains(each.task().workerPid())) {
            // Frozen for so long that the time was over before the silence was noticed.
            return null;
        }
        return isWhatWasAsked(order, failure) ? null : "that was not asked of it";
    }

    private @Nullable String faultOfSuccess(Order order, int attempt, @Nullable Long result, List<Start> known) {
        if (order.kind().isLethal() || order.kind() == Kind.HANG || order.kind() == Kind.THROW) {
            return "it cannot have succeeded";
        }
        if (result == null || result != order.answer()) {
            return "the result is wrong";
        }
        return !known.isEmpty() && known.get(known.size() - 1).attempt() == attempt
                ? null
                : "the attempt that succeeded was not started";
    }

    /** Lost with one worker after the other before any could start it, until the pool gives up. */
    private static boolean wasNeverStarted(Throwable failure) {
        return String.valueOf(failure.getMessage()).contains(" before it could start ");
    }

    /** Whether that worker was killed by the monkey, or by another order that ran there. */
    private boolean isExcused(WorkerCrashedException crash, Order order) {
        return killed.contains(crash.pid())
                || placed.stream()
                        .map(Placed::order)
                        .filter(other -> other.kind().isLethal() && other.number() != order.number())
                        .anyMatch(other -> startsOf(other).stream().anyMatch(start -> start.pid() == crash.pid()));
    }

    private static boolean isWhatWasAsked(Order order, Throwable failure) {
        return switch (order.kind()) {
            case SQUARE, SPIN, ECHO -> false;
            case THROW ->
                failure.getClass() == IllegalArgumentException.class
                        && ("order " + order.number()).equals(failure.getMessage());
            case LONG_FAILURE -> failure.getClass() == IllegalArgumentException.class;
            case CANCELLED, DEAF_CANCELLED -> failure instanceof CancellationException;
            case HANG, DEAF ->
                failure instanceof TaskTimeoutException late && late.phase() == TaskTimeoutException.Phase.RUNNING;
            case EXIT, HALT -> failure instanceof WorkerCrashedException crash && crash.exitCode() == order.value();
            case KILL_ITSELF -> failure instanceof WorkerCrashedException crash && "SIGKILL".equals(crash.signal());
            case HEAP -> failure instanceof WorkerOutOfMemoryException;
        };
    }

    ChaosVerdict onEvents(Map<Long, AtomicInteger> endedEvents) {
        for (Placed each : placed) {
            AtomicInteger heard = endedEvents.remove(each.task().taskId());
            if (heard == null || heard.get() != 1) {
                wrong.add(each.order() + ": its end was heard of " + heard + " times");
            }
        }
        if (!endedEvents.isEmpty()) {
            wrong.add("The ends of unknown tasks were heard of: " + endedEvents);
        }
        return this;
    }

    ChaosVerdict onBooks(PoolSnapshot books) {
        if (books.submitted() != placed.size() || books.completed() != placed.size()) {
            wrong.add("The books say " + books.submitted() + " submitted, " + books.completed() + " completed of "
                    + placed.size());
        }
        return this;
    }

    ChaosVerdict onWorkers(List<ProcessHandle> workers, List<String> reasons) {
        workers.stream().filter(ProcessHandle::isAlive).forEach(worker -> wrong.add("Worker " + worker + " is alive"));
        reasons.forEach(reason -> deaths.merge(cause(reason), 1, Integer::sum));
        return this;
    }

    /** The reason without what differs from worker to worker. */
    private static String cause(String reason) {
        return reason.replaceFirst("[;,:(].*", "")
                .replaceFirst("Task \\d+ .*", "")
                .replaceAll("\\d+", "N")
                .trim();
    }
}
