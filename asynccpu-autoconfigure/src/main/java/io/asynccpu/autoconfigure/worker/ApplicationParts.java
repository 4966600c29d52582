package io.asynccpu.autoconfigure.worker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractAutowireCapableBeanFactory;
import org.springframework.beans.factory.support.BeanNameGenerator;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigUtils;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.util.ClassUtils;

/**
 * Parts of a {@code SpringApplication} besides its sources, from which a child can create one like it without {@code main}.
 * Objects are represented by their classes, as far as these have a constructor without parameters.
 *
 * @param classes by their purpose; those that Boot finds by itself are among them
 * @param flags as they were set, whatever their defaults
 * @param lost descriptions of objects that cannot be created from a class; they stay in the parent
 */
record ApplicationParts(Map<String, List<String>> classes, Map<String, String> flags, List<String> lost) {

    static final ApplicationParts NONE = new ApplicationParts(Map.of(), Map.of(), List.of());

    private static final String PREFIX = "application.";
    private static final String TYPE = "type";
    private static final String MAIN_CLASS = "main-class";
    private static final String INITIALIZERS = "initializers";
    private static final String LISTENERS = "listeners";
    private static final String BEAN_NAMES = "bean-name-generator";
    private static final List<String> KINDS = List.of(TYPE, MAIN_CLASS, INITIALIZERS, LISTENERS, BEAN_NAMES);

    private static final String CIRCULAR_REFERENCES = "allow-circular-references";
    private static final String OVERRIDING = "allow-bean-definition-overriding";
    private static final String CONVERSION_SERVICE = "add-conversion-service";
    private static final String COMMAND_LINE = "add-command-line-properties";
    private static final String ENVIRONMENT_PREFIX = "environment-prefix";

    /**
     * @param mainClass null for an application of a test, whose initializers and listeners are the test's
     * @param arguments of {@code run}
     */
    static ApplicationParts of(
            SpringApplication application,
            ConfigurableApplicationContext context,
            @Nullable String mainClass,
            List<String> arguments) {
        Search search = new Search();
        ConfigurableListableBeanFactory beans = context.getBeanFactory();
        if (mainClass != null) {
            search.classes.put(MAIN_CLASS, List.of(mainClass));
            if (application.getClass() != SpringApplication.class) {
                search.take(TYPE, "the SpringApplication", List.of(application));
            }
            search.take(INITIALIZERS, "initializer", application.getInitializers());
            search.take(LISTENERS, "listener", application.getListeners());
            if (application.getResourceLoader() != null) {
                search.lost.add("resource loader " + nameOf(application.getResourceLoader()));
            }
            if (!context.getClass().getName().startsWith("org.springframework.")) {
                search.lost.add("context " + nameOf(context));
            }
        }
        if (beans.getSingleton(AnnotationConfigUtils.CONFIGURATION_BEAN_NAME_GENERATOR)
                instanceof BeanNameGenerator own) {
            search.take(BEAN_NAMES, "bean name generator", List.of(own));
        }
        if (beans instanceof AbstractAutowireCapableBeanFactory factory) {
            search.flags.put(CIRCULAR_REFERENCES, Boolean.toString(factory.isAllowCircularReferences()));
        }
        if (beans instanceof DefaultListableBeanFactory factory) {
            search.flags.put(OVERRIDING, Boolean.toString(factory.isAllowBeanDefinitionOverriding()));
        }
        search.flags.put(CONVERSION_SERVICE, Boolean.toString(beans.getConversionService() != null));
        boolean ofCommandLine = context.getEnvironment()
                .getPropertySources()
                .contains(CommandLinePropertySource.COMMAND_LINE_PROPERTY_SOURCE_NAME);
        search.flags.put(COMMAND_LINE, Boolean.toString(arguments.isEmpty() || ofCommandLine));
        if (application.getEnvironmentPrefix() != null) {
            search.flags.put(ENVIRONMENT_PREFIX, application.getEnvironmentPrefix());
        }
        return new ApplicationParts(search.classes, search.flags, search.lost);
    }

    private static final class Search {

        private final Map<String, List<String>> classes = new LinkedHashMap<>();
        private final Map<String, String> flags = new LinkedHashMap<>();
        private final List<String> lost = new ArrayList<>();

        void take(String kind, String what, Collection<?> objects) {
            List<String> names = new ArrayList<>();
            for (Object object : objects) {
                Class<?> type = object.getClass();
                if (isConstructible(type)) {
                    names.add(type.getName());
                } else if (!type.getName().startsWith("org.springframework.")) {
                    // Whatever adds Spring's own adds them in the child, too; and a parent context comes with its
                    // application.
                    lost.add(what + " " + nameOf(object));
                }
            }
            if (!names.isEmpty()) {
                classes.put(kind, names);
            }
        }
    }

    /** A lambda's class cannot be found by its name. */
    private static boolean isConstructible(Class<?> type) {
        return !type.isHidden()
                && Arrays.stream(type.getDeclaredConstructors())
                        .anyMatch(constructor -> constructor.getParameterCount() == 0);
    }

    private static String nameOf(Object object) {
        String name = object.getClass().getName();
        int lambda = name.indexOf("$$Lambda");
        return lambda < 0 ? name : "(a lambda of " + name.substring(0, lambda) + ")";
    }

    /** Creates the application, without sources; does not run it. */
    SpringApplication make(ClassLoader loader) {
        List<SpringApplication> own = objects(TYPE, SpringApplication.class, loader, Set.of());
        SpringApplication application = own.isEmpty() ? new SpringApplication() : own.get(0);
        classes.getOrDefault(MAIN_CLASS, List.of())
                .forEach(name -> application.setMainApplicationClass(ClassUtils.resolveClassName(name, loader)));
        objects(INITIALIZERS, ApplicationContextInitializer.class, loader, application.getInitializers())
                .forEach(application::addInitializers);
        objects(LISTENERS, ApplicationListener.class, loader, application.getListeners())
                .forEach(application::addListeners);
        objects(BEAN_NAMES, BeanNameGenerator.class, loader, Set.of()).forEach(application::setBeanNameGenerator);
        application.setAllowCircularReferences(flag(CIRCULAR_REFERENCES, false));
        application.setAllowBeanDefinitionOverriding(flag(OVERRIDING, false));
        application.setAddConversionService(flag(CONVERSION_SERVICE, true));
        application.setAddCommandLineProperties(flag(COMMAND_LINE, true));
        if (flags.containsKey(ENVIRONMENT_PREFIX)) {
            application.setEnvironmentPrefix(flags.get(ENVIRONMENT_PREFIX));
        }
        return application;
    }

    private boolean flag(String name, boolean otherwise) {
        return Boolean.parseBoolean(flags.getOrDefault(name, Boolean.toString(otherwise)));
    }

    /** New objects of the classes that the present objects do not have. */
    private <T> List<T> objects(String kind, Class<T> type, ClassLoader loader, Set<?> present) {
        Set<String> names =
                present.stream().map(object -> object.getClass().getName()).collect(Collectors.toSet());
        return classes.getOrDefault(kind, List.of()).stream()
                .filter(name -> !names.contains(name))
                .map(name -> type.cast(BeanUtils.instantiateClass(ClassUtils.resolveClassName(name, loader))))
                .toList();
    }

    void putInto(Map<String, String> map) {
        classes.forEach((kind, names) -> FlatSettings.put(map, PREFIX + kind, names));
        flags.forEach((name, value) -> map.put(PREFIX + name, value));
    }

    static ApplicationParts fromMap(Map<String, String> map) {
        Map<String, List<String>> classes = new LinkedHashMap<>();
        for (String kind : KINDS) {
            List<String> names = FlatSettings.list(map, PREFIX + kind);
            if (!names.isEmpty()) {
                classes.put(kind, names);
            }
        }
        Map<String, String> flags = new LinkedHashMap<>();
        for (String name :
                List.of(CIRCULAR_REFERENCES, OVERRIDING, CONVERSION_SERVICE, COMMAND_LINE, ENVIRONMENT_PREFIX)) {
            String value = map.get(PREFIX + name);
            if (value != null) {
                flags.put(name, value);
            }
        }
        return new ApplicationParts(classes, flags, List.of());
    }
}
