package io.asynccpu.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests of pools. Each must leave nothing behind. A test that takes a {@code ProcessTaskPoolExecutor} as its parameter, or its
 * class in the constructor, gets a pool of one worker, which is closed after the test.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Tag("process")
@ExtendWith({NothingLeftBehind.class, OneWorker.class})
public @interface PoolTest {}
