package io.asynccpu.sample.quickstart;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.api.ProcessTask;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/** Ten tasks on three workers, by hand: no annotation, no property. The workers end with the try block. */
@Component
class Quickstart implements ApplicationRunner {

    @Override
    public void run(ApplicationArguments arguments) {
        try (ProcessTaskPoolExecutor executor = ProcessTaskPoolExecutor.builder()
                .name("quickstart")
                .maxWorkers(3)
                .build()) {
            List<ProcessTask<BigInteger>> tasks = IntStream.range(0, 10)
                    .mapToObj(n -> executor.createProcessTask(Quickstart::sumOfSquaresBelow, 10_000_000))
                    .toList();
            for (int n = 0; n < tasks.size(); n++) {
                ProcessTask<BigInteger> task = tasks.get(n);
                System.out.printf("task_id: %d, result: %s, worker: %d%n", n, task.join(), task.workerPid());
            }
        }
    }

    /** 0² + 1² + … + (limit - 1)², in longs as far as they reach: the sum for ten million does not fit one. */
    static BigInteger sumOfSquaresBelow(int limit) {
        BigInteger sum = BigInteger.ZERO;
        long part = 0;
        for (long i = 0; i < limit; i++) {
            long square = i * i;
            if (part > Long.MAX_VALUE - square) {
                sum = sum.add(BigInteger.valueOf(part));
                part = 0;
            }
            part += square;
        }
        return sum.add(BigInteger.valueOf(part));
    }
}
