package io.asynccpu.benchmarks.measure;

import java.util.List;

/**
 * Something that is measured.
 *
 * @param names how the table calls its figures
 * @param trial one round's figures, one for each name
 */
public record Contender(List<String> names, Trials trial) {

    /** Measures once. */
    @FunctionalInterface
    public interface Trial {

        double run() throws Exception;
    }

    /** Measures several things at once. */
    @FunctionalInterface
    public interface Trials {

        double[] run() throws Exception;
    }

    public Contender {
        names = List.copyOf(names);
    }

    /** One that gives one figure. */
    public Contender(String name, Trial trial) {
        this(List.of(name), () -> new double[] {trial.run()});
    }
}
