package io.asynccpu.internal.launch.sandbox;

import io.asynccpu.api.WorkerStartException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The program {@code bwrap}, which puts a child into namespaces of its own. It stays alive in front of the child, ends with it, and gives
 * on its exit code.
 *
 * @param bwrap the program
 * @param prlimit the program that sets limits
 */
record Bubblewrap(Path bwrap, Path prlimit) {

    /** The first version that forbids further namespaces within the sandbox. */
    private static final int OLDEST_MINOR = 8;

    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)");

    private static final long LONGEST_TRIAL_SECONDS = 20;

    /** With the network and without, kept by the first pool that finds it, since a trial takes its time. */
    private static final Map<Boolean, Bubblewrap> USABLE = new ConcurrentHashMap<>();

    /**
     * All namespaces; no capability; no controlling terminal; the end of this JVM ends the sandbox.
     *
     * <p>The kernel sends that signal when the thread ends that has started the process, which for a worker is the worker's own.
     */
    private static final List<String> NAMESPACES = List.of(
            "--unshare-user",
            "--disable-userns",
            "--unshare-pid",
            "--unshare-ipc",
            "--unshare-uts",
            "--unshare-cgroup-try",
            "--hostname",
            "sandbox",
            "--cap-drop",
            "ALL",
            "--new-session",
            "--die-with-parent");

    /**
     * Finds the tools, and tries them.
     *
     * @throws WorkerStartException if there is no wall on this system; the message says what is missing and what to do
     */
    static Bubblewrap require(boolean network) {
        Bubblewrap known = USABLE.get(network);
        if (known == null) {
            known = find(network);
            USABLE.put(network, known);
        }
        return known;
    }

    private static Bubblewrap find(boolean network) {
        if (!System.getProperty("os.name", "").equals("Linux")) {
            throw refused(
                    "bubblewrap runs on Linux only, and this is " + System.getProperty("os.name"),
                    "run the application there, for example in a container");
        }
        Path bwrap = Tool.find("bwrap");
        if (bwrap == null) {
            throw refused(
                    "there is no program bwrap on the PATH of this process", "install the system's package bubblewrap");
        }
        Path prlimit = Tool.find("prlimit");
        if (prlimit == null) {
            throw refused(
                    "there is no program prlimit on the PATH of this process",
                    "install the system's package util-linux");
        }
        Bubblewrap found = new Bubblewrap(bwrap, prlimit);
        found.requireVersion();
        found.tryOut(network);
        return found;
    }

    private static WorkerStartException refused(String why, String remedy) {
        return new WorkerStartException(
                "No worker can be started behind a wall (worker.sandbox.mode is bubblewrap), because " + why + "; "
                        + remedy + ". No worker is started without it",
                null);
    }

    private void requireVersion() {
        String said = run(List.of(bwrap.toString(), "--version")).said();
        Matcher version = VERSION.matcher(said);
        if (!version.find()
                || (Integer.parseInt(version.group(1)) == 0 && Integer.parseInt(version.group(2)) < OLDEST_MINOR)) {
            throw refused(
                    bwrap + " is too old (" + said.strip() + ")", "install bubblewrap 0." + OLDEST_MINOR + " or newer");
        }
    }

    /** Puts up the wall once, with all namespaces, around the tool itself. */
    private void tryOut(boolean network) {
        List<String> command = new ArrayList<>(List.of(bwrap.toString()));
        command.addAll(namespaces(network));
        command.addAll(List.of("--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev", "--", bwrap.toString()));
        command.add("--version");
        Result result = run(command);
        if (result.exitCode() != 0) {
            throw refused(
                    bwrap + " cannot put it up (it said: " + result.said().strip() + ")",
                    KernelRefusal.remedy(result.said()));
        }
    }

    private record Result(int exitCode, String said) {}

    private static Result run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            if (!process.waitFor(LONGEST_TRIAL_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw refused(command.get(0) + " does not come to an end", "find out what it waits for");
            }
            // After its end, since it says little more than a line, which fits into the pipe.
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.exitValue(), said);
        } catch (IOException e) {
            throw refused(command.get(0) + " cannot be run: " + e.getMessage(), "see to it that this user may run it");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refused("this thread was interrupted while the wall was tried", "create the pool again");
        }
    }

    /** Returns the options that do not depend on the worker. */
    static List<String> namespaces(boolean network) {
        List<String> options = new ArrayList<>(NAMESPACES);
        if (!network) {
            options.add("--unshare-net");
        }
        return options;
    }
}
