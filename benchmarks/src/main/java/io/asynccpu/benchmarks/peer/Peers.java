package io.asynccpu.benchmarks.peer;

import io.asynccpu.benchmarks.measure.Contender;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Which other process pools there are on this machine. One that fails is out, and does not spoil the rows. */
public final class Peers {

    public static final String PYTHON = "python";
    public static final String TINYPOOL = "tinypool";
    public static final String PP4J = "pp4j";

    /** After which a peer that owes an answer has failed. */
    static final Duration LIMIT = Duration.ofSeconds(45);

    public static final List<String> IDS = List.of(PYTHON, TINYPOOL, PP4J);

    /** Starts a peer with its workers. */
    @FunctionalInterface
    private interface Opener {

        Peer open() throws Exception;
    }

    private final Map<String, Opener> present = new LinkedHashMap<>();
    private final List<String> absences = new ArrayList<>();
    // A row that hangs may still add to it while others read.
    private final List<String> failures = new CopyOnWriteArrayList<>();

    private Peers() {}

    public static Peers none() {
        return new Peers();
    }

    /**
     * Tries each of them once.
     *
     * @param wanted ids of those that must be there; null for those that are
     * @param tinypool where tinypool was installed; null to look for it
     */
    public static Peers find(@Nullable List<String> wanted, @Nullable Path tinypool) {
        Peers peers = new Peers();
        List<String> reports = wanted == null ? peers.absences : peers.failures;
        for (String id : wanted == null ? IDS : wanted) {
            peers.tryOut(id, opener(id, tinypool), reports);
        }
        return peers;
    }

    private static Opener opener(String id, @Nullable Path tinypool) {
        return switch (id) {
            case PYTHON -> ScriptPeer::python;
            case TINYPOOL -> () -> ScriptPeer.tinypool(tinypool);
            case PP4J -> Pp4jPeer::new;
            default -> throw new IllegalArgumentException(id);
        };
    }

    private void tryOut(String id, Opener opener, List<String> reports) {
        try (Peer peer = opener.open()) {
            peer.run(Workload.ROUND_TRIP, 1);
            present.put(id, opener);
        } catch (Exception e) {
            reports.add("Absent: " + id + ": " + e.getMessage());
        }
    }

    /** For each that is not there a sentence for people: which, why, and what to do. */
    public List<String> absences() {
        return List.copyOf(absences);
    }

    /** What those that should have been measured failed by. */
    public List<String> failures() {
        return List.copyOf(failures);
    }

    /** Starts those that are there. */
    public Open open() {
        List<Peer> started = new ArrayList<>();
        present.forEach((id, opener) -> {
            try {
                started.add(opener.open());
            } catch (Exception e) {
                failures.add(id + " has not started again: " + e);
            }
        });
        return new Open(started);
    }

    /** Peers that run. */
    public final class Open implements AutoCloseable {

        private final List<Peer> started;
        private final List<Peer> failed = new ArrayList<>();

        private Open(List<Peer> started) {
            this.started = started;
        }

        /** One for each, which gives no number from its first failure on. */
        public List<Contender> contenders(Workload workload, int size) {
            return started.stream()
                    .map(peer -> new Contender(peer.name(), () -> attempt(peer, workload, size)))
                    .toList();
        }

        private double attempt(Peer peer, Workload workload, int size) throws InterruptedException {
            if (failed.contains(peer)) {
                return Double.NaN;
            }
            try {
                return peer.run(workload, size);
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                failed.add(peer);
                failures.add(peer.name() + ", " + workload + ": " + e);
                return Double.NaN;
            }
        }

        /** Those whose contenders have not failed. */
        public List<Peer> measured() {
            return started.stream().filter(peer -> !failed.contains(peer)).toList();
        }

        @Override
        public void close() {
            for (Peer peer : started) {
                try {
                    peer.close();
                } catch (Exception e) {
                    failures.add(peer.name() + " has not ended: " + e);
                }
            }
        }
    }
}
