package io.asynccpu.benchmarks.peer;

import io.asynccpu.benchmarks.measure.Contender;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which other process pools there are on this machine. */
public final class Peers {

    public static final String PYTHON = "python";
    public static final String TINYPOOL = "tinypool";
    public static final String PP4J = "pp4j";

    /** Starts a peer with its workers. */
    @FunctionalInterface
    private interface Opener {

        Peer open() throws Exception;
    }

    private final Map<String, Opener> present = new LinkedHashMap<>();
    private final List<String> absences = new ArrayList<>();

    private Peers() {}

    public static Peers none() {
        Peers peers = new Peers();
        peers.absences.add("No peers were asked for");
        return peers;
    }

    /** Tries each of them once. */
    public static Peers find() throws Exception {
        Peers peers = new Peers();
        peers.tryOut(PYTHON, () -> ScriptPeer.python());
        peers.tryOut(TINYPOOL, () -> ScriptPeer.tinypool());
        peers.tryOut(PP4J, () -> new Pp4jPeer());
        return peers;
    }

    private void tryOut(String id, Opener opener) throws Exception {
        try (Peer peer = opener.open()) {
            peer.run(Workload.ROUND_TRIP, 1);
            present.put(id, opener);
        } catch (IOException e) {
            absences.add("Absent: " + id + ": " + e.getMessage());
        }
    }

    /** For each that is not there a sentence for people: which, why, and what to do. */
    public List<String> absences() {
        return List.copyOf(absences);
    }

    /** Starts those that are there. */
    public Open open() throws Exception {
        List<Peer> started = new ArrayList<>();
        for (Opener opener : present.values()) {
            started.add(opener.open());
        }
        return new Open(started);
    }

    /** Peers that run. */
    public record Open(List<Peer> peers) implements AutoCloseable {

        public List<Contender> contenders(Workload workload, int size) {
            return peers.stream()
                    .map(peer -> new Contender(peer.name(), () -> peer.run(workload, size)))
                    .toList();
        }

        @Override
        public void close() throws Exception {
            for (Peer peer : peers) {
                peer.close();
            }
        }
    }
}
