package io.asynccpu.pool;

import io.asynccpu.concurrent.Timer;
import io.asynccpu.supervisor.Worker;
import io.asynccpu.supervisor.WorkerEvents;
import io.asynccpu.supervisor.WorkerState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workers of a pool: who is there, who comes, who goes. Guarded by the pool's lock.
 *
 * <p>At most {@code maxWorkers} have tasks at a time; {@code spareWorkers} more stand ready. A worker that is to be
 * recycled goes on until enough others are ready, one at a time, and where there is no spare one its replacement is
 * started beside it. Where {@code maxWorkers} is cut, idle ones go at once, and of the others as many as are too many when
 * their tasks have ended.
 */
final class Workforce {

    private static final Logger LOG = LoggerFactory.getLogger(Workforce.class);

    private final PoolSettings settings;
    private final PoolSettings.Size size;
    private final PoolSettings.Recycling recycling;
    private final int threads;
    private final PoolMemory memory;
    private final Staff staff;
    private final Timer timer;
    private final WorkerEvents events;
    private final Counts counts;
    private final Breaker breaker = new Breaker();
    private final EarlyDeaths earlyDeaths = new EarlyDeaths();
    private final Map<Worker, PooledWorker> workers = new LinkedHashMap<>();
    private int maxWorkers;
    /** How many workers, without the spare ones, the tasks have asked for so far. */
    private long places;

    private boolean postponed;

    /** Whether this entry is for the sake of another pool that asks for room. */
    private boolean isAsked;

    /** One worker is to be tried, now or, where the budget is used up, as soon as it fits; nobody would ask for it again. */
    private boolean trialIsDue;

    /** Whether tasks have asked for all workers that there may be. */
    private boolean complete;

    /** Whether there may be more workers than {@code maxWorkers} and the spare ones. */
    private boolean crowded;

    /**
     * @throws IllegalArgumentException if the budget can never be kept
     * @throws io.asynccpu.api.WorkerStartException if no child can ever be started from here
     */
    Workforce(
            PoolSettings settings,
            PoolSites sites,
            Timer timer,
            WorkerEvents events,
            MemoryLedger.Claimant claimant,
            Counts counts) {
        this.settings = settings;
        this.size = settings.size();
        this.maxWorkers = size.maxWorkers();
        this.recycling = settings.recycling();
        this.threads = settings.worker().threads();
        this.timer = timer;
        this.events = events;
        this.counts = counts;
        this.staff = new Staff(settings.worker(), sites);
        this.memory = new PoolMemory(settings, MemoryLedger.OF_THIS_JVM, claimant);
        memory.open(Math.max(1, size.minWorkers()) + size.spareWorkers(), mostAtOnce(maxWorkers));
    }

    PoolMemory memory() {
        return memory;
    }

    // --- how many ---

    int maxWorkers() {
        return maxWorkers;
    }

    /**
     * From now on so many may have tasks; {@link #adjust} lets them come and go.
     *
     * @throws IllegalArgumentException if it is fewer than the pool must have, or more than the budget can ever hold
     */
    void resize(int wanted) {
        int least = Math.max(1, size.minWorkers());
        if (wanted < least) {
            throw new IllegalArgumentException("Pool " + settings.name() + " is not resized: maxWorkers would be "
                    + wanted + " but must be at least " + (least > 1 ? "minWorkers, which is " + least : "1"));
        }
        // Back to what the pool was made with is always allowed: that may be more than fits beside others' workers.
        memory.resize(wanted, mostAtOnce(wanted), wanted > Math.max(maxWorkers, size.maxWorkers()));
        maxWorkers = wanted;
        places = Math.min(places, wanted);
        complete = false;
        crowded = true;
    }

    // --- who is there ---

    Collection<PooledWorker> all() {
        return workers.values();
    }

    boolean isEmpty() {
        return workers.isEmpty();
    }

    @Nullable
    PooledWorker find(Worker worker) {
        return workers.get(worker);
    }

    /** Null if no worker has that number. */
    @Nullable
    PooledWorker find(int workerId) {
        return workers.values().stream()
                .filter(worker -> worker.worker().id() == workerId)
                .findFirst()
                .orElse(null);
    }

    Stream<Lease> leases() {
        return workers.values().stream().flatMap(worker -> worker.leases().stream());
    }

    /**
     * The workers counted by what they do.
     *
     * @param serving take tasks, now or soon, and are to stay
     * @param ready of those, the ones that have started
     * @param busy of those, the ones that have a task
     * @param leaving take tasks, but are to be replaced
     * @param working all that have a task which nothing will end before its time
     * @param goingOut leave, or have left but for their processes
     */
    private record Census(long serving, long ready, long busy, long leaving, long working, long goingOut) {

        static Census of(Collection<PooledWorker> workers) {
            long serving = 0;
            long ready = 0;
            long busy = 0;
            long leaving = 0;
            long working = 0;
            long goingOut = 0;
            for (PooledWorker worker : workers) {
                if (worker.isServing()) {
                    serving++;
                    ready += worker.isReady() ? 1 : 0;
                    busy += worker.isBusy() ? 1 : 0;
                }
                leaving += worker.isLeaving() ? 1 : 0;
                working += worker.isBusy() && worker.mayLive() ? 1 : 0;
                goingOut += worker.isOnItsWayOut() ? 1 : 0;
            }
            return new Census(serving, ready, busy, leaving, working, goingOut);
        }

        /** Workers that are to leave keep their places until their replacements come, which come one at a time. */
        boolean isShortOf(long wanted) {
            return serving + leaving < wanted || (serving < wanted && serving == ready);
        }
    }

    private Census census() {
        return Census.of(workers.values());
    }

    /** Why no task can be done for now; null if one can. */
    @Nullable
    String whyOutOfService() {
        return breaker.isOpen() && !canTakeTasks() ? breaker.reason() : null;
    }

    /** Whether somebody can take a waiting task, if not now then later. */
    boolean canTakeTasks() {
        return workers.values().stream().anyMatch(PooledWorker::mayTakeTasks);
    }

    Breaker breaker() {
        return breaker;
    }

    EarlyDeaths earlyDeaths() {
        return earlyDeaths;
    }

    /** The worker with the most free threads; null if none may get a task now. */
    @Nullable
    PooledWorker freest() {
        boolean anotherMayWork = workers.size() <= maxWorkers || census().working() < maxWorkers;
        PooledWorker best = null;
        int most = 0;
        for (PooledWorker worker : workers.values()) {
            int free = worker.freeThreads();
            if (free > most && (anotherMayWork || worker.isBusy())) {
                best = worker;
                most = free;
            }
        }
        return best;
    }

    /** The worker with the most room for tasks that are sent ahead; null if there is none. */
    @Nullable
    PooledWorker readiest(int mostAhead) {
        PooledWorker best = null;
        int most = 0;
        for (PooledWorker worker : workers.values()) {
            // One without a task is only spare, else it would have got one.
            int room = worker.isBusy() ? worker.roomAhead(mostAhead) : 0;
            if (room > most) {
                best = worker;
                most = room;
            }
        }
        return best;
    }

    /** How many workers can take a waiting task, at once or after those that they have. */
    long readyCount() {
        return workers.values().stream()
                .filter(worker -> worker.isReady() && worker.mayTakeTasks())
                .count();
    }

    /** How many tasks the workers have, run or sent ahead. */
    int leaseCount() {
        int count = 0;
        for (PooledWorker worker : workers.values()) {
            count += worker.leaseCount();
        }
        return count;
    }

    /** How many tasks they run. */
    int runningCount() {
        int count = 0;
        for (PooledWorker worker : workers.values()) {
            count += worker.runningCount();
        }
        return count;
    }

    // --- who comes ---

    /**
     * Lets workers come and go, as many as the tasks and the settings ask for.
     *
     * @param waiting tasks that could start now
     * @param running whether the pool takes new tasks
     */
    void adjust(long waiting, boolean running, Decisions decisions) {
        boolean isWanted = isAsked || memory.isNeededByOthers();
        if (complete && running && !isWanted && workers.size() == most() && allServe()) {
            return;
        }
        if (isWanted && running) {
            giveRoom(decisions);
        }
        if (crowded) {
            thinOut(decisions);
        }
        Census now = census();
        long wanted = wanted(now, waiting, running);
        trialIsDue &= running && workers.size() < limit(now);
        boolean fits = true;
        if (trialIsDue) {
            fits = hire(decisions);
            now = census();
        }
        while (fits && now.isShortOf(wanted) && workers.size() < limit(now) && mayHire(waiting)) {
            fits = hire(decisions);
            now = census();
        }
        if (!fits) {
            // Asked for again when a task needs it, and not for the sake of what once was wanted.
            places = Math.min(maxWorkers, Math.max(0, now.serving() + now.leaving() - size.spareWorkers()));
        } else if (postponed) {
            postponed = false;
            memory.waitNoMore();
            // Whoever stood behind it may fit.
            decisions.afterwards(memory::tellOfRoom);
        }
        isAsked = false;
        letGo(now, wanted, decisions);
        complete = fits && places == maxWorkers;
    }

    private long most() {
        return (long) maxWorkers + size.spareWorkers();
    }

    private boolean allServe() {
        for (PooledWorker worker : workers.values()) {
            if (!worker.isServing()) {
                return false;
            }
        }
        return true;
    }

    private long wanted(Census now, long waiting, boolean running) {
        long forTasks = Math.min(maxWorkers, now.busy() + (waiting + threads - 1) / threads);
        if (!running) {
            return forTasks;
        }
        places = Math.max(places, Math.max(forTasks, size.minWorkers()));
        return places + size.spareWorkers();
    }

    private long limit(Census now) {
        return now.goingOut() > 0 ? mostAtOnce(maxWorkers) : most();
    }

    /** Without spare ones a replacement comes beside the worker that leaves. */
    private int mostAtOnce(int maxWorkers) {
        return (int) Math.min(Integer.MAX_VALUE, (long) maxWorkers + Math.max(1, size.spareWorkers()));
    }

    /** After a failure none is started before the pause is over, but where no worker is left a task's is tried at once. */
    private boolean mayHire(long waiting) {
        return !breaker.isOpen()
                && !earlyDeaths.isPause(System.nanoTime())
                && (!breaker.isSuspicious() || (waiting > 0 && !canTakeTasks()));
    }

    private boolean hire(Decisions decisions) {
        Long bytes = memory.enter();
        if (bytes == null) {
            postpone(decisions);
            return false;
        }
        Worker worker = null;
        try {
            worker = staff.hire(timer, events, memory.heap(bytes));
            workers.put(worker, new PooledWorker(worker, threads, recycling.maxTasksPerWorker(), bytes));
        } finally {
            if (worker == null || !workers.containsKey(worker)) {
                // As without memory for its objects.
                memory.leave(bytes);
            }
        }
        trialIsDue = false;
        counts.started();
        decisions.start(worker);
        LOG.debug("Worker {} of pool {} may take {}", worker.id(), settings.name(), MemoryLedger.mib(bytes));
        return true;
    }

    /** What was decided of the worker may not have been done. */
    void decideAnew(PooledWorker worker, Decisions decisions) {
        if (!worker.worker().hasBegun()) {
            decisions.start(worker.worker());
        } else if (worker.worker().state() == WorkerState.STOPPING) {
            decisions.stop(worker.worker());
        }
    }

    private void postpone(Decisions decisions) {
        if (!postponed) {
            postponed = true;
            LOG.info("Pool {} waits with the start of a worker: {}", settings.name(), whyPostponed());
        }
        // Guard against two pools that wait and ask each other without end.
        if (!isAsked) {
            decisions.afterwards(memory::askForRoom);
        }
    }

    /** Why a start waits for the end of other workers; null if none does. */
    @Nullable
    String whyPostponed() {
        return postponed ? memory.whyNot() : null;
    }

    /** No failure yet, and no matter for a pause: the same start is made in another way, also if it was a trial. */
    void tryOnce() {
        trialIsDue |= breaker.isSuspicious();
    }

    /** The pause after a failure is over: one worker is tried if it is missing, or if nobody knows whether it would start. */
    void tryAgain(long waiting, boolean running) {
        Census now = census();
        boolean missing = now.isShortOf(wanted(now, waiting, running));
        // Guard against race with the pause of another failure: it must not call off a trial that waits for memory.
        trialIsDue |= workers.size() < limit(now) && (breaker.beginTrial() || missing);
    }

    // --- who goes ---

    /**
     * After a cut, until there is nobody too many. Looks anew each time, since tasks end in any order: it is the first idle
     * ones that go, and a pool that grows again keeps who has not gone yet. Those that are to be replaced count as nobody
     * here, as they leave by themselves once they are too many.
     */
    private void thinOut(Decisions decisions) {
        List<PooledWorker> busy = new ArrayList<>();
        List<PooledWorker> free = new ArrayList<>();
        List<PooledWorker> starting = new ArrayList<>();
        for (PooledWorker worker : workers.values()) {
            if (worker.isServing() || (worker.isSurplus() && worker.mayTakeTasks())) {
                (worker.isBusy() ? busy : worker.isReady() ? free : starting).add(worker);
            }
        }
        // The same ones stay as before, so that these go on with what was sent to them ahead.
        busy.sort(Comparator.comparing(PooledWorker::isSurplus)
                .thenComparing(PooledWorker::leaseCount, Comparator.reverseOrder()));
        for (int i = 0; i < busy.size(); i++) {
            busy.get(i).beSurplus(i >= maxWorkers);
        }
        // Who is still starting goes first, and then the youngest: the others have warmed up.
        free.addAll(starting);
        long mayStay = Math.max(0, most() - busy.size());
        for (int i = 0; i < free.size(); i++) {
            PooledWorker worker = free.get(i);
            worker.beSurplus(false);
            if (i >= mayStay) {
                dismiss(worker, "the pool was resized to at most " + maxWorkers + " workers", decisions);
            }
        }
        crowded = busy.size() > maxWorkers || busy.size() + free.size() > most();
    }

    private void letGo(Census now, long wanted, Decisions decisions) {
        if (now.goingOut() == 0) {
            return;
        }
        long surplus = now.ready() + now.leaving() - Math.min(wanted, maxWorkers);
        for (PooledWorker worker : workers.values()) {
            // Where no replacement can be started, it comes after the worker instead of before.
            if (worker.isLeaving() && (surplus > 0 || postponed)) {
                worker.dismiss();
                surplus--;
            }
            if (worker.isDismissed() && !worker.isBusy()) {
                retire(worker, decisions);
            }
        }
    }

    private static void retire(PooledWorker worker, Decisions decisions) {
        // Guard against race with a task that another worker's death gives back: a retired worker gets none.
        if (worker.worker().retire()) {
            decisions.stop(worker.worker());
        }
    }

    /** The worker is replaced when it takes too much memory; only one at a time, the others follow. */
    void weigh(PooledWorker worker, long residentBytes) {
        if (residentBytes > recycling.maxWorkerMemory()) {
            worker.recycle("it was recycled with " + MemoryLedger.wholeMib(residentBytes)
                    + " in memory, max-worker-memory is " + MemoryLedger.mib(recycling.maxWorkerMemory()));
        }
    }

    /** Retires the worker that has been idle for longest, if it is not needed; the others follow. */
    void retireIdle(long idleNanos, Decisions decisions) {
        workers.values().stream()
                .filter(worker -> worker.isServing() && worker.idleNanos() >= idleNanos)
                .max(Comparator.comparingLong(PooledWorker::idleNanos))
                .filter(worker -> census().serving() > size.minWorkers() + size.spareWorkers())
                .ifPresent(worker -> giveUp(
                        worker, "it had no task for longer than idle-timeout, " + recycling.idleTimeout(), decisions));
    }

    /** Another pool needs memory. */
    void makeRoom() {
        isAsked = true;
    }

    /** One worker at a time. */
    private void giveRoom(Decisions decisions) {
        if (census().goingOut() > 0) {
            return;
        }
        PooledWorker idle = workers.values().stream()
                .filter(worker -> worker.isServing() && worker.isReady() && !worker.isBusy())
                .filter(worker -> census().serving() > size.minWorkers() + size.spareWorkers())
                .findFirst()
                .orElse(null);
        if (idle != null) {
            giveUp(idle, "it had no task, and another pool needed the memory", decisions);
            return;
        }
        // As those that came before there was the other pool.
        workers.values().stream()
                .filter(worker -> worker.isServing() && memory.isMoreThanItsShare(worker.bytes()))
                .findFirst()
                .ifPresent(worker ->
                        worker.recycle("it had more than its share of the memory, and another pool needed some"));
    }

    private void giveUp(PooledWorker worker, String why, Decisions decisions) {
        places = Math.max(0, places - 1);
        dismiss(worker, why, decisions);
    }

    private static void dismiss(PooledWorker idle, String why, Decisions decisions) {
        idle.leave(why);
        idle.dismiss();
        retire(idle, decisions);
    }

    /** No task is left. */
    void retireAllIdle(Decisions decisions) {
        for (PooledWorker worker : workers.values()) {
            if (!worker.isBusy()) {
                dismiss(worker, "the pool was shut down", decisions);
            }
        }
    }

    /** Nothing of the worker is left. */
    void bury(Worker worker, Decisions decisions) {
        PooledWorker gone = workers.get(worker);
        if (gone != null) {
            // Not before there is memory for all that: until then it can be done again.
            decisions.afterwards(memory::tellOfRoom);
            counts.gone(worker);
            workers.remove(worker);
            memory.leave(gone.bytes());
        }
    }

    void close(Decisions decisions) {
        decisions.afterwards(memory::close);
    }
}
