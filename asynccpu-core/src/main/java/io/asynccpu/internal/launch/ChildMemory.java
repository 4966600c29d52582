package io.asynccpu.internal.launch;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Calculates the memory that a child may take, as far as its settings determine it. */
public final class ChildMemory {

    /** Code, class metadata, collector and compiler of a JVM that runs an application, as measured and rounded up. */
    private static final long OF_THE_JVM = 96L << 20;

    private static final long OF_A_THREAD = 1L << 20;

    /** The JVM's documented default for the maximum heap, as a percentage of the machine's memory. */
    private static final double HEAP_PERCENTAGE = 25;

    private static final Pattern HEAP = Pattern.compile("-(?:Xmx|XX:MaxHeapSize=)(\\d+)([kKmMgGtT]?)");
    private static final Pattern PERCENTAGE = Pattern.compile("-XX:MaxRAMPercentage=([\\d.]+)");

    /** Options that determine the size of the heap, and files with further options. */
    private static final Pattern HEAP_OPTION =
            Pattern.compile("-Xm[sx].*|-XX:(Min|Initial|Max)(HeapSize|RAM|RAMPercentage|RAMFraction)=.*"
                    + "|-XX:DefaultMaxRAMFraction=.*|-XX:\\+AggressiveHeap|@.*|-XX:(Flags|VMOptionsFile)=.*");

    private ChildMemory() {}

    /**
     * Returns the most bytes of a child: its maximum heap and the JVM's own memory, without memory that the application allocates outside
     * of the heap.
     *
     * @param threads the number of tasks that it runs at a time
     */
    public static long most(LaunchSettings settings, int threads) {
        // An in-process worker uses the memory of this JVM.
        return settings.inProcess() != null ? 0 : heap(settings) + besideHeap(threads);
    }

    /** Returns the part of those bytes that is not heap. */
    public static long besideHeap(int threads) {
        return OF_THE_JVM + threads * OF_A_THREAD;
    }

    /** Whether the user has set the size of the child's heap, or may have done so in a file or variable that is not read here. */
    public static boolean isHeapChosen(LaunchSettings settings) {
        return settings.maxHeap() > 0
                || settings.jvmArgs().stream()
                        .anyMatch(argument -> HEAP_OPTION.matcher(argument).matches())
                || settings.hasJvmVariables();
    }

    /** Returns the name of the setting that determines the heap. */
    public static String heapSetting(LaunchSettings settings) {
        boolean isSized = settings.jvmArgs().stream()
                .anyMatch(argument -> HEAP.matcher(argument).matches()
                        || (settings.maxHeap() == 0
                                && PERCENTAGE.matcher(argument).matches()));
        return isSized ? "the heap's size in worker.jvm-args" : "worker.max-heap";
    }

    /** Returns the memory of the machine or container less the most that this JVM may take; negative if that is more. */
    public static long besideThisJvm() {
        return ofTheMachine() - Runtime.getRuntime().maxMemory() - OF_THE_JVM;
    }

    private static long heap(LaunchSettings settings) {
        double percentage = HEAP_PERCENTAGE;
        long heap = settings.maxHeap();
        // As in the JVM, the last one counts, and a size takes precedence over a percentage.
        for (String argument : settings.jvmArgs()) {
            Matcher size = HEAP.matcher(argument);
            Matcher part = PERCENTAGE.matcher(argument);
            if (size.matches()) {
                heap = Long.parseLong(size.group(1)) << shift(size.group(2).toLowerCase(Locale.ROOT));
            } else if (part.matches()) {
                percentage = Double.parseDouble(part.group(1));
            }
        }
        return heap > 0 ? heap : (long) (ofTheMachine() * percentage / 100);
    }

    private static int shift(String unit) {
        return switch (unit) {
            case "k" -> 10;
            case "m" -> 20;
            case "g" -> 30;
            case "t" -> 40;
            default -> 0;
        };
    }

    /** Returns the container's memory limit, or the machine's memory if there is none. */
    public static long ofTheMachine() {
        try {
            if (ManagementFactory.getOperatingSystemMXBean()
                    instanceof com.sun.management.OperatingSystemMXBean system) {
                return system.getTotalMemorySize();
            }
        } catch (LinkageError notInThisPlace) {
            throw NativePath.unlessWorkingDirectoryIsNone(notInThisPlace);
        }
        // Without that management bean: assumes that the heap of this JVM has its default size.
        return (long) (Runtime.getRuntime().maxMemory() * 100 / HEAP_PERCENTAGE);
    }
}
