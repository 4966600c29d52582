package io.asynccpu.internal.launch.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Why this system puts up no wall, and what to do: the first reason that applies. */
enum KernelRefusal {
    USER_NAMESPACES_OFF("kernel.unprivileged_userns_clone", "0", "set it to 1 with sysctl"),
    NO_USER_NAMESPACES("user.max_user_namespaces", "0", "set it to 15000 with sysctl"),
    APPARMOR(
            "kernel.apparmor_restrict_unprivileged_userns",
            "1",
            "give bwrap an AppArmor profile that allows userns, or set it to 0 with sysctl");

    private static final String OF_CONTAINERS =
            "in a container its seccomp or AppArmor profile may forbid namespaces, as Docker's does: run it with profiles that allow"
                    + " them (Docker: --security-opt seccomp=unconfined --security-opt apparmor=unconfined)";

    private final String setting;
    private final String forbidding;
    private final String remedy;

    KernelRefusal(String setting, String forbidding, String remedy) {
        this.setting = setting;
        this.forbidding = forbidding;
        this.remedy = remedy;
    }

    /** @param said the words of bubblewrap */
    static String remedy(String said) {
        return remedy(said, Path.of("/proc/sys"));
    }

    /** @param settings where the kernel shows its settings */
    static String remedy(String said, Path settings) {
        if (said.contains("mount proc")) {
            return "a container hides parts of its /proc, so no further one can be mounted: run it with the whole /proc (Docker:"
                    + " --security-opt systempaths=unconfined; Kubernetes: procMount: Unmasked)";
        }
        for (KernelRefusal each : values()) {
            if (each.forbidding.equals(value(settings, each.setting))) {
                return "the kernel forbids user namespaces, since " + each.setting + " is " + each.forbidding + ": "
                        + each.remedy + "; " + OF_CONTAINERS;
            }
        }
        return OF_CONTAINERS;
    }

    private static @Nullable String value(Path settings, String name) {
        try {
            return Files.readString(settings.resolve(name.replace('.', '/'))).strip();
        } catch (IOException notOnThisKernel) {
            return null;
        }
    }
}
