package io.asynccpu.chaos;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.ProcessTaskPoolExecutorBuilder;
import io.asynccpu.api.PoolSnapshot;
import io.asynccpu.api.ProcessPoolListener;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.chaos.Order.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One pool, a few thousand orders of all kinds in random order, and a monkey that kills workers. What it asked for and what it
 * saw is then judged by {@link ChaosVerdict}.
 */
final class ChaosRound implements ProcessPoolListener {

    private static final int BOUND_SECONDS = 90;
    private static final int MOST_OUTSTANDING = 60;

    /** What the monkey does to a worker. */
    private enum Blow {
        KILL,
        TERM,
        /** Found by its silence. */
        STOP
    }

    private static final List<Blow> BLOWS = List.of(Blow.KILL, Blow.KILL, Blow.TERM, Blow.STOP);

    /** How the pool is set up. */
    record Setup(int threadsPerWorker, int maxAttempts, int maxTasksPerWorker, int spareWorkers) {}

    /** An order and what was observed of it in the parent. */
    record Placed(Order order, ProcessTask<Long> task, AtomicInteger completions) {}

    private final Setup setup;
    private final Random random;
    /** The troublemaker's own, so that its choices do not disturb those of the orders. */
    private final Random whim;

    private final ScheduledExecutorService troublemaker = Executors.newSingleThreadScheduledExecutor();
    private final Path register;
    private final List<Placed> placed = new ArrayList<>();
    private final Map<Long, AtomicInteger> endedEvents = new ConcurrentHashMap<>();
    private final Set<Long> killed = ConcurrentHashMap.newKeySet();
    private final AtomicInteger killedUnproved = new AtomicInteger();
    private final List<ProcessHandle> workers = Collections.synchronizedList(new ArrayList<>());
    private final List<String> deaths = Collections.synchronizedList(new ArrayList<>());

    ChaosRound(Setup setup, Random random, Path register) {
        this.setup = setup;
        this.random = random;
        this.whim = new Random(random.nextLong());
        this.register = register;
    }

    private ProcessTaskPoolExecutorBuilder pool() {
        return ProcessTaskPoolExecutor.builder()
                .name("chaos")
                .maxWorkers(3)
                .threadsPerWorker(setup.threadsPerWorker())
                .maxAttempts(setup.maxAttempts())
                .maxTasksPerWorker(setup.maxTasksPerWorker())
                .spareWorkers(setup.spareWorkers())
                .retryDelay(Duration.ofMillis(10))
                .timeout(Duration.ofSeconds(8)) // so long that a good task never needs it, on a busy machine either
                .cancelGracePeriod(Duration.ofMillis(200))
                .neighborGracePeriod(Duration.ofSeconds(1))
                .killGracePeriod(Duration.ofSeconds(3)) // an exit takes its time, on a busy machine more than one
                .silenceTimeout(Duration.ofSeconds(2))
                .maxPayload(Order.MAX_PAYLOAD)
                .maxHeap(24 << 20)
                .jvmArgs("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
                .listener(this);
    }

    /** Runs all orders, with so many kills between them, and judges what came of them. */
    ChaosVerdict run(Map<Kind, Integer> counts, int kills) throws Exception {
        List<Order> orders = shuffled(counts);
        Set<Integer> killAfter = ConcurrentHashMap.newKeySet();
        while (killAfter.size() < kills) {
            killAfter.add(random.nextInt(orders.size()));
        }
        Files.createFile(register);
        PoolSnapshot books;
        try (var pool = pool().build()) {
            try {
                Semaphore outstanding = new Semaphore(MOST_OUTSTANDING);
                for (Order order : orders) {
                    if (!outstanding.tryAcquire(BOUND_SECONDS, TimeUnit.SECONDS)) {
                        throw new AssertionError("No task ends any more: " + pool.snapshot());
                    }
                    place(pool, order, outstanding);
                    if (killAfter.contains(order.number())) {
                        troublemaker.schedule(
                                () -> killSomeWorker(pool), random.nextInt(20_000), TimeUnit.MICROSECONDS);
                    }
                }
                if (!outstanding.tryAcquire(MOST_OUTSTANDING, BOUND_SECONDS, TimeUnit.SECONDS)) {
                    throw new AssertionError("Some tasks do not end: " + pool.snapshot());
                }
            } finally {
                troublemaker.shutdown();
                pool.shutdownNow();
            }
            if (!pool.awaitTermination(BOUND_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("The pool does not end: " + pool.snapshot());
            }
            books = pool.snapshot();
        }
        awaitEvents();
        return new ChaosVerdict(setup.maxAttempts(), placed, Register.read(register), killed, killedUnproved.get())
                .onOrders()
                .onEvents(endedEvents)
                .onBooks(books)
                .onWorkers(workers, deaths);
    }

    private List<Order> shuffled(Map<Kind, Integer> counts) {
        List<Kind> kinds = new ArrayList<>();
        new EnumMap<>(counts).forEach((kind, count) -> kinds.addAll(Collections.nCopies(count, kind)));
        Collections.shuffle(kinds, random);
        List<Order> orders = new ArrayList<>();
        for (Kind kind : kinds) {
            int value =
                    switch (kind) {
                        case SPIN, CANCELLED -> random.nextInt(3_000_000);
                        case ECHO -> random.nextInt(2_000);
                        case EXIT, HALT -> random.nextInt(60);
                        default -> random.nextInt(1_000);
                    };
            orders.add(new Order(orders.size(), kind, value, register.toString()));
        }
        return orders;
    }

    private void place(ProcessTaskPoolExecutor pool, Order order, Semaphore outstanding) {
        ProcessTask<Long> task = pool.createProcessTask(order);
        AtomicInteger completions = new AtomicInteger();
        placed.add(new Placed(order, task, completions));
        var unused = task.whenComplete((result, failure) -> {
            completions.incrementAndGet();
            outstanding.release();
        });
        if (order.kind().isCancelled()) {
            troublemaker.schedule(
                    () -> task.cancel(true), random.nextInt(1 << (10 + random.nextInt(8))), TimeUnit.MICROSECONDS);
        }
    }

    private void killSomeWorker(ProcessTaskPoolExecutor pool) {
        List<PoolSnapshot.Worker> candidates = pool.snapshot().workers().stream()
                .filter(worker -> worker.pid() > 0)
                .toList();
        if (candidates.isEmpty()) {
            return;
        }
        PoolSnapshot.Worker victim = candidates.get(whim.nextInt(candidates.size()));
        ProcessHandle.of(victim.pid()).ifPresent(process -> {
            // Noted before, so that no death by it is seen before it is known.
            killed.add(victim.pid());
            if (victim.tasksDone() == 0) {
                killedUnproved.incrementAndGet();
            }
            strike(process, BLOWS.get(whim.nextInt(BLOWS.size())));
        });
    }

    private static void strike(ProcessHandle process, Blow blow) {
        switch (blow) {
            case KILL -> process.destroyForcibly();
            case TERM -> process.destroy();
            case STOP -> {
                try {
                    new ProcessBuilder("kill", "-s", "STOP", Long.toString(process.pid()))
                            .start()
                            .waitFor();
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException("The monkey is broken", e);
                }
            }
        }
    }

    /** They come on a thread of their own. */
    private void awaitEvents() throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("asynccpu-chaos-events")) {
                thread.join(TimeUnit.SECONDS.toMillis(BOUND_SECONDS));
            }
        }
    }

    @Override
    public void workerReady(PoolSnapshot.Worker worker) {
        ProcessHandle.of(worker.pid()).ifPresent(workers::add);
    }

    @Override
    public void workerEnded(PoolSnapshot.Worker worker, String reason) {
        deaths.add(reason);
    }

    @Override
    public void taskEnded(PoolSnapshot.Task task) {
        endedEvents.computeIfAbsent(task.id(), id -> new AtomicInteger()).incrementAndGet();
    }
}
