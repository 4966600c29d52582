package io.asynccpu.benchmarks.row;

import io.asynccpu.benchmarks.measure.Spread;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Who ran when, on the one clock that all processes of a machine share. */
final class Timeline {

    private Timeline() {}

    /** One task; all times are {@code System.nanoTime()}. */
    record Ran(boolean isLong, long worker, long submitted, long started, long ended) {}

    private record Gap(long from, long to) {}

    /** From submission to start, in nanoseconds. */
    static double p99OfNoOps(List<Ran> ran) {
        return Spread.p99(ran.stream()
                .filter(task -> !task.isLong())
                .mapToLong(task -> task.started() - task.submitted())
                .toArray());
    }

    /** How long at most a task stood waiting while one worker had nothing to do all that while, in nanoseconds. */
    static double longestWaitBesideAnIdleWorker(List<Ran> ran, int workers) {
        long begin = ran.stream().mapToLong(Ran::submitted).min().orElseThrow();
        long end = ran.stream().mapToLong(Ran::ended).max().orElseThrow();
        Map<Long, List<Ran>> byWorker = ran.stream().collect(Collectors.groupingBy(Ran::worker));
        List<Gap> gaps = new ArrayList<>();
        for (List<Ran> tasks : byWorker.values()) {
            tasks.sort(Comparator.comparingLong(Ran::started));
            long idleSince = begin;
            for (Ran task : tasks) {
                gaps.add(new Gap(idleSince, task.started()));
                idleSince = task.ended();
            }
            gaps.add(new Gap(idleSince, end));
        }
        if (byWorker.size() < workers) {
            gaps.add(new Gap(begin, end));
        }
        long longest = 0;
        for (Ran task : ran) {
            for (Gap gap : gaps) {
                long overlap = Math.min(gap.to(), task.started()) - Math.max(gap.from(), task.submitted());
                longest = Math.max(longest, overlap);
            }
        }
        return longest;
    }
}
