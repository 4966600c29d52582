package io.asynccpu.packaging;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;

/** The tool of the wall, which not every machine has. */
final class Bubblewrap {

    private Bubblewrap() {}

    static void assumeIsUsable() throws InterruptedException {
        try {
            Process process = new ProcessBuilder("bwrap", "--ro-bind", "/", "/", "--unshare-all", "true").start();
            if (process.waitFor() != 0) {
                abort("bwrap cannot create namespaces here: nothing is tested behind a wall");
            }
        } catch (IOException e) {
            abort("There is no bwrap: nothing is tested behind a wall. Install the package bubblewrap");
        }
    }
}
