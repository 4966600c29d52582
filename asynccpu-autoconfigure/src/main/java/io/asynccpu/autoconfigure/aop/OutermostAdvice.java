package io.asynccpu.autoconfigure.aop;

import org.springframework.aop.Advisor;
import org.springframework.aop.framework.Advised;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Post-processor that moves the advice of {@code @ProcessAsync} back to the front, in case later post-processors have put
 * theirs before it. It has no order, so that it runs after all that have one, as those that add advice do.
 */
final class OutermostAdvice implements BeanPostProcessor {

    private final Advisor advisor;

    OutermostAdvice(Advisor advisor) {
        this.advisor = advisor;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof Advised advised && !advised.isFrozen() && advised.indexOf(advisor) > 0) {
            advised.removeAdvisor(advisor);
            advised.addAdvisor(0, advisor);
        }
        return bean;
    }
}
