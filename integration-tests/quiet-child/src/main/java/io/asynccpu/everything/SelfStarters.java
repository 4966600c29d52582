package io.asynccpu.everything;

import org.apache.kafka.clients.admin.NewTopic;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.CommandLineRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.quartz.QuartzJobBean;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;

/** What begins without being asked. */
@Configuration(proxyBeanMethods = false)
class SelfStarters {

    @Bean
    CommandLineRunner firstOrder(PurchaseOrders orders) {
        return arguments -> {
            orders.save(new PurchaseOrder("the parent"));
            Diary.note("command line runner");
        };
    }

    @Bean
    ApplicationRunner runner() {
        return arguments -> Diary.note("application runner");
    }

    @Bean
    Job batchJob(JobRepository repository, PlatformTransactionManager transactions) {
        var step = new StepBuilder("batchStep", repository)
                .tasklet(
                        (contribution, context) -> {
                            Diary.note("batch job");
                            return RepeatStatus.FINISHED;
                        },
                        transactions)
                .build();
        return new org.springframework.batch.core.job.builder.JobBuilder("batchJob", repository)
                .start(step)
                .build();
    }

    @Bean
    JobDetail quartzJob() {
        return JobBuilder.newJob(QuartzJob.class)
                .withIdentity("quartzJob")
                .storeDurably()
                .build();
    }

    @Bean
    Trigger quartzTrigger(JobDetail quartzJob) {
        return TriggerBuilder.newTrigger().forJob(quartzJob).startNow().build();
    }

    @Bean
    NewTopic topic() {
        return new NewTopic("orders", 1, (short) 1);
    }

    static class QuartzJob extends QuartzJobBean {

        @Override
        protected void executeInternal(JobExecutionContext context) {
            Diary.note("Quartz job");
        }
    }

    @Component
    static class Clock {

        Clock() {
            Diary.note("bean with a scheduled method");
        }

        @Scheduled(fixedRate = 100)
        void tick() {
            Diary.note("tick");
        }

        @KafkaListener(topics = "orders", groupId = "clock")
        void order(String order) {
            Diary.note(order);
        }
    }
}
