package io.asynccpu.autoconfigure.aop;

import org.springframework.aop.Advisor;
import org.springframework.aop.framework.Advised;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Puts the advice of {@code @ProcessAsync} back to the front, for post-processors that came later and put theirs before it.
 * It has no order, so that it comes after all that have one, as those that add advice do.
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
