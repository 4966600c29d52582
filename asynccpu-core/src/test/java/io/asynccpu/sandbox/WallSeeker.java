package io.asynccpu.sandbox;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.api.Sandbox;
import io.asynccpu.support.Tasks;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A JVM that wants a pool behind a wall, and says whether it got one. */
final class WallSeeker {

    private WallSeeker() {}

    /** @param args paths that its workers may read */
    public static void main(String[] args) throws Exception {
        Sandbox wall = Sandbox.bubblewrap()
                .read(Stream.of(args).map(Path::of).toArray(Path[]::new))
                .build();
        try (var pool =
                ProcessTaskPoolExecutor.builder().maxWorkers(1).sandbox(wall).build()) {
            System.out.println(
                    "a worker runs: " + pool.createProcessTask(Tasks::pid).get());
        } catch (RuntimeException e) {
            System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
            System.out.println("children: " + ProcessHandle.current().children().count());
        }
    }
}
