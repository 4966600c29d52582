package io.asynccpu.launch;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a child may take of the machine's memory, as far as its settings tell. */
public final class ChildMemory {

    /** Code, class metadata, collector and compiler of a JVM that runs an application; measured, rounded up. */
    private static final long OF_THE_JVM = 96L << 20;

    private static final long OF_A_THREAD = 1L << 20;

    /** Of the machine's memory, when nothing else is said; the JVM's own default, as its documentation gives it. */
    private static final double HEAP_PERCENTAGE = 25;

    private static final Pattern HEAP = Pattern.compile("-(?:Xmx|XX:MaxHeapSize=)(\\d+)([kKmMgGtT]?)");
    private static final Pattern PERCENTAGE = Pattern.compile("-XX:MaxRAMPercentage=([\\d.]+)");

    /** Options that decide how large a heap is, and files with more of them. */
    private static final Pattern HEAP_OPTION =
            Pattern.compile("-Xm[sx].*|-XX:(Min|Initial|Max)(HeapSize|RAM|RAMPercentage|RAMFraction)=.*"
                    + "|-XX:DefaultMaxRAMFraction=.*|-XX:\\+AggressiveHeap|@.*|-XX:(Flags|VMOptionsFile)=.*");

    private ChildMemory() {}

    /**
     * Most bytes of a child: its largest heap and what the JVM needs besides. Memory that its code allocates outside of the
     * heap is not known here.
     *
     * @param threads how many tasks it runs at a time
     */
    public static long most(LaunchSettings settings, int threads) {
        // What runs in this JVM has its memory already.
        return settings.inProcess() != null ? 0 : heap(settings) + besideHeap(threads);
    }

    /** Of those bytes, what the JVM needs besides its heap. */
    public static long besideHeap(int threads) {
        return OF_THE_JVM + threads * OF_A_THREAD;
    }

    /** Whether the child's heap is settled by what its user has set, here or in a place that is not looked into. */
    public static boolean isHeapChosen(LaunchSettings settings) {
        return settings.maxHeap() > 0
                || settings.jvmArgs().stream()
                        .anyMatch(argument -> HEAP_OPTION.matcher(argument).matches())
                || settings.environment().keySet().stream().anyMatch(WorkerLauncher.JVM_VARIABLES::contains);
    }

    /** Where a larger heap would have to be set. */
    public static String heapSetting(LaunchSettings settings) {
        boolean isSized = settings.jvmArgs().stream()
                .anyMatch(argument -> HEAP.matcher(argument).matches()
                        || (settings.maxHeap() == 0
                                && PERCENTAGE.matcher(argument).matches()));
        return isSized ? "the heap's size in worker.jvm-args" : "worker.max-heap";
    }

    /** What the machine or container has beside this JVM and the most that it may take itself; below zero if that is more. */
    public static long besideThisJvm() {
        return ofTheMachine() - Runtime.getRuntime().maxMemory() - OF_THE_JVM;
    }

    private static long heap(LaunchSettings settings) {
        double percentage = HEAP_PERCENTAGE;
        long heap = settings.maxHeap();
        // As the JVM does: the last one counts, and a size counts more than a percentage.
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

    /** The container's memory, or the machine's where there is no container or no limit. */
    public static long ofTheMachine() {
        try {
            if (ManagementFactory.getOperatingSystemMXBean()
                    instanceof com.sun.management.OperatingSystemMXBean system) {
                return system.getTotalMemorySize();
            }
        } catch (LinkageError notInThisPlace) {
            throw NativePath.unlessWorkingDirectoryIsNone(notInThisPlace);
        }
        // A JVM without that management bean: its own heap is the default part of the whole.
        return (long) (Runtime.getRuntime().maxMemory() * 100 / HEAP_PERCENTAGE);
    }
}
