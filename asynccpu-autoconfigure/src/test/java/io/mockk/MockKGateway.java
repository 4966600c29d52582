package io.mockk;

/** Stands for MockK's, which has it in Kotlin. */
public interface MockKGateway {

    /** Stands for the object that MockK is reached by. */
    final class Companion {
        /** Null until the first mock. */
        public static Object implementation;

        private Companion() {}
    }
}
