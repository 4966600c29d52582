package io.asynccpu.autoconfigure;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.BeanFactoryInitializer;
import org.springframework.beans.factory.ListableBeanFactory;

/**
 * Initializer that asks all factory beans for their products' types before any other bean is created. Otherwise the first
 * search for a bean by its type does that, and creates them with all their dependencies; a search by a bean that is being
 * created then fails because of a circular reference. With it both sides start whatever is defined first.
 */
final class ProductTypes implements BeanFactoryInitializer<ListableBeanFactory> {

    private static final Log LOG = LogFactory.getLog(ProductTypes.class);

    @Override
    public void initialize(ListableBeanFactory beanFactory) {
        try {
            beanFactory.getBeanNamesForType(ProductTypes.class);
        } catch (BeansException e) {
            // The factory bean may never be needed; a bean that needs it gets the exception.
            LOG.debug("The type of a factory bean's product cannot be determined", e);
        }
    }
}
