package io.asynccpu.benchmarks.measure;

/**
 * Something that is measured.
 *
 * @param name how the table calls it
 * @param trial one round's figure
 */
public record Contender(String name, Trial trial) {

    /** Measures once. */
    @FunctionalInterface
    public interface Trial {

        double run() throws Exception;
    }
}
