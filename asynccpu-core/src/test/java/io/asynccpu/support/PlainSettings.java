package io.asynccpu.support;

import io.asynccpu.api.StartupCache;
import io.asynccpu.internal.launch.LaunchSettings;
import io.asynccpu.internal.parent.WorkerSettings;
import io.asynccpu.internal.pool.PoolSettings;

/** Builder of settings for workers that are not started, with the defaults of every pool, except that there are no archives. */
public final class PlainSettings extends PoolSettings.Builder<PlainSettings> {

    public PlainSettings() {
        startupCache(StartupCache.OFF);
    }

    @Override
    protected PlainSettings self() {
        return this;
    }

    public PoolSettings pool() {
        return poolSettings("p", PlainSettings.class.getClassLoader(), bootstrap -> {
            throw new UnsupportedOperationException();
        });
    }

    public WorkerSettings worker() {
        return pool().worker();
    }

    public LaunchSettings launch() {
        return worker().launch();
    }
}
