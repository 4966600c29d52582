package io.asynccpu.internal.launch;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** JVM options that reduce the start-up time and memory of a child. Options of the user take precedence. */
final class DefaultOptions {

    private static final String SELECTOR_PROVIDER = "-Djava.nio.channels.spi.SelectorProvider=";
    private static final String TRIM_INTERVAL = "TrimNativeHeapInterval";

    /** A larger initial heap would be filled with garbage first and remain resident. */
    private static final long FIRST_HEAP = 32L << 20;

    /**
     * Thresholds of the second compiler, ten times the JVM's defaults. During a child's start that compiler would occupy a processor for
     * methods that are hardly called again. A task's hot loop reaches the thresholds within milliseconds nevertheless.
     */
    private static final Map<String, Integer> LATE_SECOND_COMPILER = new TreeMap<>(Map.of(
            "Tier4InvocationThreshold", 50_000,
            "Tier4MinInvocationThreshold", 6_000,
            "Tier4CompileThreshold", 150_000,
            "Tier4BackEdgeThreshold", 400_000));

    private static final Pattern COLLECTOR = Pattern.compile("-XX:[+-]Use\\w+GC");

    /** Arguments that name files with further options. */
    private static final Pattern MORE_OPTIONS = Pattern.compile("@.*|-XX:(Flags|VMOptionsFile)=.*");

    /** The first JDK with an option for setting final fields. */
    private static final int FIRST_WITH_FINAL_FIELDS = 26;

    private static final String SERIAL = "UseSerialGC";

    private DefaultOptions() {}

    /** Returns the options, to be followed by those of the user. There are none for another JDK, whose options are not known. */
    static List<String> of(LaunchSettings settings) {
        List<String> options = new ArrayList<>();
        if (!settings.javaHome().equals(NativePath.ifAny(System.getProperty("java.home")))) {
            return options;
        }
        Class<?> provider = SelectorProvider.provider().getClass();
        if (provider.getModule() == Object.class.getModule()) {
            // The provider that the child would find itself after a search in all jars of the class path.
            options.add(SELECTOR_PROVIDER + provider.getName());
        }
        if (Runtime.version().feature() >= FIRST_WITH_FINAL_FIELDS) {
            // Decoding sets final fields (JEP 500).
            options.add("--enable-final-field-mutation=ALL-UNNAMED");
        }
        if (thisJvmHas(TRIM_INTERVAL)) {
            // In milliseconds. Memory that compilers have freed would remain resident, a tenth of an idle child.
            options.add("-XX:" + TRIM_INTERVAL + "=5000");
            // If the C library does not support it, the JVM would write a warning to the child's output.
            options.add("-Xlog:trimnative=error");
        }
        if (thisJvmHas(SERIAL) && !mayChooseCollector(settings)) {
            // Other collectors have threads and tables for all processors, which the workers share.
            options.add("-XX:+" + SERIAL);
            // Keeps the heap's size after a large array, because memory that is new to the process costs many times the
            // collection.
            options.add("-XX:MaxHeapFreeRatio=100");
        }
        // Not as a size, which conflicts with a smaller -Xmx and takes precedence over a percentage of the user.
        options.add(String.format(
                Locale.ROOT, "-XX:InitialRAMPercentage=%.4f", 100.0 * FIRST_HEAP / ChildMemory.ofTheMachine()));
        LATE_SECOND_COMPILER.forEach((option, value) -> {
            if (thisJvmHas(option)) {
                options.add("-XX:" + option + "=" + value);
            }
        });
        return options;
    }

    /** Checked because a JVM with options for two collectors does not start. */
    private static boolean mayChooseCollector(LaunchSettings settings) {
        return settings.jvmArgs().stream()
                        .anyMatch(argument -> COLLECTOR.matcher(argument).matches()
                                || MORE_OPTIONS.matcher(argument).matches())
                || settings.hasJvmVariables();
    }

    private static boolean thisJvmHas(String option) {
        if (ModuleLayer.boot().findModule("jdk.management").isEmpty()) {
            return false;
        }
        try {
            var jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
            return jvm != null && jvm.getVMOption(option) != null;
        } catch (IllegalArgumentException | LinkageError unknown) {
            return false;
        }
    }
}
