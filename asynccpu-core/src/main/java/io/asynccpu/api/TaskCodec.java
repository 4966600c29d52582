package io.asynccpu.api;

/** The codec by which arguments and results are converted to bytes. */
public enum TaskCodec {

    /**
     * Jackson with the types of the method's signature, in binary form and without default typing. Strings, primitive
     * arrays and numbers cross raw. The default.
     */
    JACKSON,

    /**
     * Java serialization; results from a child are checked against an allow-list that is derived from the method's
     * signature.
     */
    JAVA
}
