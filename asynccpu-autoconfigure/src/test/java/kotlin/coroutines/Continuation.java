package kotlin.coroutines;

/** What the compiler of Kotlin gives a suspend function as its last parameter; Kotlin itself is not there. */
public interface Continuation<T> {}
