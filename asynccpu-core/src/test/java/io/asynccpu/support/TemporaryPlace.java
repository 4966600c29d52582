package io.asynccpu.support;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A directory that is {@code java.io.tmpdir} during each test. */
public final class TemporaryPlace implements BeforeEachCallback, AfterEachCallback {

    private final Supplier<Path> place;
    private final String usual = System.getProperty("java.io.tmpdir");

    public TemporaryPlace(Supplier<Path> place) {
        this.place = place;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        System.setProperty("java.io.tmpdir", place.get().toString());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        System.setProperty("java.io.tmpdir", usual);
    }
}
