package io.asynccpu.launch;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** JVM options that make a child start sooner and stay smaller, as long as its user has not chosen otherwise. */
final class DefaultOptions {

    private static final String SELECTOR_PROVIDER = "-Djava.nio.channels.spi.SelectorProvider=";
    private static final String TRIM_INTERVAL = "TrimNativeHeapInterval";

    private DefaultOptions() {}

    /** To stand before the user's own, which then count. None for another JVM than this one: nobody knows what it knows. */
    static List<String> of(LaunchSettings settings) {
        List<String> options = new ArrayList<>();
        if (!settings.javaHome().equals(Path.of(System.getProperty("java.home")))) {
            return options;
        }
        Class<?> provider = SelectorProvider.provider().getClass();
        if (provider.getModule() == Object.class.getModule()) {
            // The same that it would find by itself, after a search through all jars of the class path.
            options.add(SELECTOR_PROVIDER + provider.getName());
        }
        if (thisJvmHas(TRIM_INTERVAL)) {
            // In milliseconds: what compilers have used and given back would stay resident, a tenth of an idle child.
            options.add("-XX:" + TRIM_INTERVAL + "=5000");
            // Where the C library cannot do that the JVM would say so in the child's output.
            options.add("-Xlog:trimnative=error");
        }
        return options;
    }

    private static boolean thisJvmHas(String option) {
        if (ModuleLayer.boot().findModule("jdk.management").isEmpty()) {
            return false;
        }
        try {
            var jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
            return jvm != null && jvm.getVMOption(option) != null;
        } catch (IllegalArgumentException unknown) {
            return false;
        }
    }
}
