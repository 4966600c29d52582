package io.asynccpu.autoconfigure;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.BeanFactoryInitializer;
import org.springframework.beans.factory.ListableBeanFactory;

/**
 * Asks all factory beans for their products' types before any other bean is made. Else the first look for a bean by its type
 * does, and makes them with all that they need; if that is just being made, and looks, it fails as a circle. So both sides start
 * whatever is defined first.
 */
final class ProductTypes implements BeanFactoryInitializer<ListableBeanFactory> {

    private static final Log LOG = LogFactory.getLog(ProductTypes.class);

    @Override
    public void initialize(ListableBeanFactory beanFactory) {
        try {
            beanFactory.getBeanNamesForType(ProductTypes.class);
        } catch (BeansException e) {
            // Of one that may never be needed. Whoever needs it hears of it.
            LOG.debug("A factory bean does not tell its product's type", e);
        }
    }
}
