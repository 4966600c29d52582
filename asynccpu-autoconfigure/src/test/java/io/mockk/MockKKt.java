package io.mockk;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Stands for MockK's functions. Mocks are objects of the mocked class itself, as with the real ones. */
public final class MockKKt {

    private static final Set<Object> MOCKS =
            Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

    private MockKKt() {}

    public static <T> T mockk(T mock) {
        MockKGateway.Companion.implementation = MOCKS;
        MOCKS.add(mock);
        return mock;
    }

    public static boolean isMockKMock(
            Object mock, boolean regular, boolean spy, boolean object, boolean ofStatics, boolean constructor) {
        if (MockKGateway.Companion.implementation == null) {
            throw new AssertionError("It was asked before there was a mock");
        }
        return regular && !spy && MOCKS.contains(mock);
    }
}
