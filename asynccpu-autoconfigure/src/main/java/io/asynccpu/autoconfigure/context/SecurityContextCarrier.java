package io.asynccpu.autoconfigure.context;

import io.asynccpu.spi.ContextCarrier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.serializer.support.SerializationDelegate;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;

/** Carrier of the thread's {@link Authentication}, by Java serialization: a child trusts its parent, and nothing comes back. */
public final class SecurityContextCarrier implements ContextCarrier {

    private static final String AUTHENTICATION = "authentication";

    private final SerializationDelegate serialization;

    /**
     * @param classLoader loader of the application's classes in it
     */
    public SecurityContextCarrier(ClassLoader classLoader) {
        this.serialization = new SerializationDelegate(classLoader);
    }

    @Override
    public String name() {
        return "security";
    }

    @Override
    public @Nullable Captured capture(String pool, String task) {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication == null) {
            return null;
        }
        String text = write(authentication);
        return () -> Map.of(AUTHENTICATION, text);
    }

    private String write(Authentication authentication) {
        try {
            return Base64.getEncoder().encodeToString(serialization.serializeToByteArray(authentication));
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    "The " + authentication.getClass().getName()
                            + " in the SecurityContext cannot be serialized: make it and its principal Serializable, or"
                            + " switch asynccpu.propagate-security-context off",
                    e);
        }
    }

    @Override
    public Restored restore(Map<String, String> values) {
        byte[] bytes = Base64.getDecoder().decode(values.get(AUTHENTICATION));
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(read(bytes));
        SecurityContextHolder.setContext(context);
        return failure -> SecurityContextHolder.clearContext();
    }

    private Authentication read(byte[] bytes) {
        try {
            return (Authentication) serialization.deserializeFromByteArray(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
