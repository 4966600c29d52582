/**
 * The fault kit: tasks that do everything a task should not, for tests of what your application does then.
 *
 * <p>{@link io.asynccpu.faults.Faults} has one method for each fault. What it returns is a task for a pool:
 *
 * <pre>{@code
 * @Test
 * void theReportSaysThatTheRendererCrashed() {
 *     try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
 *         var crashed = pool.createProcessTask(Faults.segfault());
 *         assertThatThrownBy(crashed::join).hasCauseInstanceOf(WorkerCrashedException.class);
 *         assertThat(pool.createProcessTask(Renderer::render, "the next page").join()).isNotEmpty();
 *     }
 * }
 * }</pre>
 *
 * <p>With Spring call {@link io.asynccpu.faults.Fault#run()} in a method of a test bean:
 *
 * <pre>{@code
 * @ProcessAsync(timeout = "2s")
 * public CompletableFuture<Void> hangs() {
 *     Faults.busyLoop().run();
 *     return CompletableFuture.completedFuture(null);
 * }
 * }</pre>
 *
 * <p>A fault that would harm the JVM in which it is called by mistake refuses to run on a thread that runs no task of a
 * worker: it throws an {@link java.lang.IllegalStateException} there and does nothing. The system property {@code
 * asynccpu.faults.anywhere=true} takes that guard away.
 */
@NullMarked
package io.asynccpu.faults;

import org.jspecify.annotations.NullMarked;
