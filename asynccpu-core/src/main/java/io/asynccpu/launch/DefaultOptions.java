package io.asynccpu.launch;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** JVM options that make a child start sooner and stay smaller, as long as its user has not chosen otherwise. */
final class DefaultOptions {

    private static final String SELECTOR_PROVIDER = "-Djava.nio.channels.spi.SelectorProvider=";
    private static final String TRIM_INTERVAL = "TrimNativeHeapInterval";

    /** A heap that starts at a part of a large machine's memory would be filled with garbage first and stay resident. */
    private static final long FIRST_HEAP = 32L << 20;

    /**
     * The thresholds of the JVM's tiered policy for its slow compiler, ten times its own. While a child starts that
     * compiler would take a processor from it for methods that are hardly called again; a task's hot loop reaches them
     * within milliseconds all the same.
     */
    private static final Map<String, Integer> LATE_SECOND_COMPILER = new TreeMap<>(Map.of(
            "Tier4InvocationThreshold", 50_000,
            "Tier4MinInvocationThreshold", 6_000,
            "Tier4CompileThreshold", 150_000,
            "Tier4BackEdgeThreshold", 400_000));

    private static final Pattern COLLECTOR = Pattern.compile("-XX:[+-]Use\\w+GC");

    /** Files and variables with more options. */
    private static final Pattern MORE_OPTIONS = Pattern.compile("@.*|-XX:(Flags|VMOptionsFile)=.*");

    /** The JDK that has an option for those who set final fields. */
    private static final int FIRST_WITH_FINAL_FIELDS = 26;

    private static final String SERIAL = "UseSerialGC";

    private DefaultOptions() {}

    /** To stand before the user's own, which then count. None for another JVM than this one: nobody knows what it knows. */
    static List<String> of(LaunchSettings settings) {
        List<String> options = new ArrayList<>();
        if (!settings.javaHome().equals(NativePath.ifAny(System.getProperty("java.home")))) {
            return options;
        }
        Class<?> provider = SelectorProvider.provider().getClass();
        if (provider.getModule() == Object.class.getModule()) {
            // The same that it would find by itself, after a search through all jars of the class path.
            options.add(SELECTOR_PROVIDER + provider.getName());
        }
        if (Runtime.version().feature() >= FIRST_WITH_FINAL_FIELDS) {
            // Arguments are objects whose fields are set as they were sent, final ones as well (JEP 500).
            options.add("--enable-final-field-mutation=ALL-UNNAMED");
        }
        if (thisJvmHas(TRIM_INTERVAL)) {
            // In milliseconds: what compilers have used and given back would stay resident, a tenth of an idle child.
            options.add("-XX:" + TRIM_INTERVAL + "=5000");
            // Where the C library cannot do that the JVM would say so in the child's output.
            options.add("-Xlog:trimnative=error");
        }
        if (thisJvmHas(SERIAL) && !mayChooseCollector(settings)) {
            // Other collectors keep threads and tables for many processors; of those the other workers have their
            // share.
            options.add("-XX:+" + SERIAL);
            // What a large array has made the heap grow by stays for the next one: memory that is new to the process
            // costs many times the collection.
            options.add("-XX:MaxHeapFreeRatio=100");
        }
        // Not a size, which would refuse a smaller -Xmx and win over a percentage of the user's.
        options.add(String.format(
                Locale.ROOT, "-XX:InitialRAMPercentage=%.4f", 100.0 * FIRST_HEAP / ChildMemory.ofTheMachine()));
        LATE_SECOND_COMPILER.forEach((option, value) -> {
            if (thisJvmHas(option)) {
                options.add("-XX:" + option + "=" + value);
            }
        });
        return options;
    }

    /** A JVM that is told two collectors does not start. */
    private static boolean mayChooseCollector(LaunchSettings settings) {
        return settings.jvmArgs().stream()
                        .anyMatch(argument -> COLLECTOR.matcher(argument).matches()
                                || MORE_OPTIONS.matcher(argument).matches())
                || settings.environment().keySet().stream().anyMatch(WorkerLauncher.JVM_VARIABLES::contains);
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
