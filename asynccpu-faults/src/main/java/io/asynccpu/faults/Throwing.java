package io.asynccpu.faults;

/** Lets any throwable out of code that declares none: a fault is to fail as the user's own code would. */
final class Throwing {

    private Throwing() {}

    /** Never returns; its type lets the caller write {@code throw}, so that the compiler knows. */
    static RuntimeException asItIs(Throwable failure) {
        throw Throwing.<RuntimeException>unchecked(failure);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // The cast is erased; that is the point.
    private static <T extends Throwable> T unchecked(Throwable failure) throws T {
        throw (T) failure;
    }
}
