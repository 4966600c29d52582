package io.asynccpu.api;

/** How arguments and results become bytes. */
public enum TaskCodec {

    /**
     * Jackson with the types of the method's signature, in binary form and without default typing. Strings, primitive
     * arrays and numbers cross raw. The default.
     */
    JACKSON,

    /** Java serialization; what comes back from a child passes an allow-list made of the method's signature. */
    JAVA
}
