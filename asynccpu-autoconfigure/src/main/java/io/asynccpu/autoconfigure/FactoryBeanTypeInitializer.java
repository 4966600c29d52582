package io.asynccpu.autoconfigure;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.BeanFactoryInitializer;
import org.springframework.beans.factory.ListableBeanFactory;

/**
 * Initializer that lets the bean factory determine the product type of every {@code FactoryBean} before it creates any other
 * bean.
 *
 * <p>Otherwise the first search for a bean by its type would do that. It creates the factory beans with all their dependencies.
 * If a bean that is just being created starts that search, this fails because of a circular reference; so it would depend on
 * the order of the bean definitions whether parent and child start.
 */
final class FactoryBeanTypeInitializer implements BeanFactoryInitializer<ListableBeanFactory> {

    private static final Log LOG = LogFactory.getLog(FactoryBeanTypeInitializer.class);

    @Override
    public void initialize(ListableBeanFactory beanFactory) {
        try {
            // The result does not matter: a search by any type asks all factory beans.
            beanFactory.getBeanNamesForType(FactoryBeanTypeInitializer.class);
        } catch (BeansException e) {
            // The factory bean may never be needed; a bean that needs it gets the exception.
            LOG.debug("The type of a factory bean's product cannot be determined", e);
        }
    }
}
