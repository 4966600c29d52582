package io.asynccpu.worker;

/** A thread that runs tasks. */
final class TaskThread extends Thread {

    private final TaskRunner runner;
    private final Host host;
    private final int number;

    /** Takes nothing over from the calling thread but the class loader: in the parent's JVM, that may have run anything. */
    TaskThread(String name, TaskRunner runner, Host host, int number) {
        super(null, null, name, 0, false);
        this.runner = runner;
        this.host = host;
        this.number = number;
        setContextClassLoader(Thread.currentThread().getContextClassLoader());
        setDaemon(true);
    }

    @Override
    public void run() {
        try {
            runner.workAs(number);
        } catch (Throwable broken) {
            host.broken(broken);
        }
    }
}
