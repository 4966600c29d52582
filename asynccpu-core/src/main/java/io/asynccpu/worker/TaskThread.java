package io.asynccpu.worker;

import io.asynccpu.protocol.WorkerExit;

/** A thread that runs tasks. */
final class TaskThread extends Thread {

    private final TaskRunner runner;
    private final int number;
    // Not when it is needed: then its class may not be found any more.
    private final int exitCode = WorkerExit.TASK_THREAD_BROKE.code();

    TaskThread(String name, TaskRunner runner, int number) {
        super(name);
        this.runner = runner;
        this.number = number;
        setDaemon(true);
    }

    @Override
    public void run() {
        try {
            runner.workAs(number);
        } catch (Throwable broken) {
            try {
                broken.printStackTrace();
            } finally {
                // A thread less would be a task without an answer; better a dead worker, which the parent answers for.
                Runtime.getRuntime().halt(exitCode);
            }
        }
    }
}
