package io.asynccpu.autoconfigure.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.test.context.TestPropertySource;

/**
 * On a test class with an application context: its {@code @ProcessAsync} methods and executor beans run their tasks on threads
 * of the test's JVM ({@code asynccpu.mode=in-process}), so they start at once and stop at breakpoints. Arguments, results,
 * failures, timeouts and cancels work as with child JVMs; nothing is isolated.
 *
 * <pre>
 * &#64;SpringBootTest
 * &#64;InProcessTasks
 * class ReportServiceTests {
 * </pre>
 *
 * <p>A pool for which the configuration itself names a mode ({@code asynccpu.pools.<name>.mode}) keeps that. There is no wall in this
 * JVM: for a pool that itself has a sandbox ({@code asynccpu.pools.<name>.worker.sandbox.mode}) the test must set it to {@code none}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@TestPropertySource(properties = {"asynccpu.mode=in-process", "asynccpu.worker.sandbox.mode=none"})
public @interface InProcessTasks {}
