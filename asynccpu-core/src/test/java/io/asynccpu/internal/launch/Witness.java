package io.asynccpu.internal.launch;

/** A main class for started JVMs, and a class for other class loaders to load. */
public final class Witness {

    private Witness() {}

    public static void main(String[] args) {
        System.out.println(Witness.class.getName() + " " + String.join(" ", args));
    }
}
