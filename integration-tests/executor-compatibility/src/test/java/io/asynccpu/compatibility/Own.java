package io.asynccpu.compatibility;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.scheduling.annotation.AsyncConfigurer;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** The executors that an application brings along. */
enum Own {
    NOTHING(Nothing.class),
    EXECUTOR(OneExecutor.class),
    EXECUTOR_SERVICE(OneExecutorService.class),
    SCHEDULED_EXECUTOR_SERVICE(OneScheduledExecutorService.class),
    TASK_EXECUTOR(OneTaskExecutor.class),
    TASK_EXECUTOR_BY_ITS_USUAL_NAME(UsuallyNamedTaskExecutor.class),
    TASK_SCHEDULER(OneTaskScheduler.class),
    TWO_TASK_EXECUTORS(TwoTaskExecutors.class),
    TWO_TASK_EXECUTORS_ONE_PRIMARY(OneOfTwoPrimary.class),
    ASYNC_CONFIGURER(OwnAsyncConfigurer.class),
    EXECUTOR_SERVICE_BESIDE_THAT_OF_BOOT(OneExecutorService.class, "spring.task.execution.mode=force");

    final Class<?> configuration;
    final String[] properties;

    Own(Class<?> configuration, String... properties) {
        this.configuration = configuration;
        this.properties = properties;
    }

    private static ThreadPoolTaskExecutor taskExecutor(String prefix) {
        ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
        executor.setThreadNamePrefix(prefix);
        executor.setCorePoolSize(1);
        executor.setDaemon(true);
        return executor;
    }

    @Configuration(proxyBeanMethods = false)
    static class Nothing {}

    @Configuration(proxyBeanMethods = false)
    static class OneExecutor {
        @Bean
        Executor mine() {
            return task -> new Thread(task, "mine-1").start();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OneExecutorService {
        @Bean(destroyMethod = "shutdown")
        ExecutorService mine() {
            return Executors.newSingleThreadExecutor(task -> new Thread(task, "mine-1"));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OneScheduledExecutorService {
        @Bean(destroyMethod = "shutdown")
        ScheduledExecutorService mine() {
            return Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "mine-1"));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OneTaskExecutor {
        @Bean
        ThreadPoolTaskExecutor mine() {
            return taskExecutor("mine-");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class UsuallyNamedTaskExecutor {
        @Bean
        ThreadPoolTaskExecutor taskExecutor() {
            return Own.taskExecutor("mine-");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OneTaskScheduler {
        @Bean
        ThreadPoolTaskScheduler mine() {
            ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
            scheduler.setThreadNamePrefix("mine-");
            scheduler.setDaemon(true);
            return scheduler;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoTaskExecutors {
        @Bean
        ThreadPoolTaskExecutor mine() {
            return taskExecutor("mine-");
        }

        @Bean
        ThreadPoolTaskExecutor other() {
            return taskExecutor("other-");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OneOfTwoPrimary {
        @Bean
        ThreadPoolTaskExecutor mine() {
            return taskExecutor("mine-");
        }

        @Bean
        @Primary
        ThreadPoolTaskExecutor other() {
            return taskExecutor("other-");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnAsyncConfigurer implements AsyncConfigurer {
        @Override
        public Executor getAsyncExecutor() {
            return task -> new Thread(task, "configured-1").start();
        }
    }
}
