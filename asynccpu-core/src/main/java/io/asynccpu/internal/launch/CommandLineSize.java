package io.asynccpu.internal.launch;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Describes why a child's command line and environment are too long for the system, whose error has no details. Names and sizes only,
 * because values may be secrets.
 */
final class CommandLineSize {

    /** @param remedy the origin and what to do */
    private record Piece(String remedy, long bytes) {}

    private CommandLineSize() {}

    /** Returns a text with the limits, the total size and the largest piece. */
    static String describe(List<String> command, Map<String, String> environment, LaunchSettings settings) {
        List<Piece> pieces = new ArrayList<>();
        command.forEach(argument -> pieces.add(new Piece(remedyOfArgument(argument, settings), bytes(argument))));
        environment.forEach((name, value) ->
                pieces.add(new Piece(remedyOfVariable(name, settings), bytes(name) + 1 + bytes(value))));
        Piece largest =
                pieces.stream().max(Comparator.comparingLong(Piece::bytes)).orElseThrow();
        return "Linux takes less than 128 KiB for one argument or variable, and by default 2 MiB for all together (a quarter of"
                + " ulimit -s). All together have "
                + pieces.stream().mapToLong(Piece::bytes).sum()
                + " bytes, the largest one " + largest.bytes + ": " + largest.remedy;
    }

    private static String remedyOfVariable(String name, LaunchSettings settings) {
        return settings.environment().containsKey(name)
                ? name + " of worker.environment; put its value into a file and the file's path into the variable"
                : name
                        + ", which this process's own environment has; a shorter or empty value in worker.environment takes its"
                        + " place";
    }

    private static String remedyOfArgument(String argument, LaunchSettings settings) {
        if (settings.commandPrefix().contains(argument)) {
            return "an argument of worker.command-prefix; shorten it";
        }
        return settings.jvmArgs().contains(argument)
                ? "an argument of worker.jvm-args; put it into a file and @ with the file's path in its place"
                : "an argument of this JVM's own; shorten it";
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
