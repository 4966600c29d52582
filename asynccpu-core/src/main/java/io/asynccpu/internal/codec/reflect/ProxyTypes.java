package io.asynccpu.internal.codec.reflect;

import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** Proxy classes, whose objects stand for another object and are not data. Frameworks are known by name only. */
public final class ProxyTypes {

    private ProxyTypes() {}

    /** Why an object of this class cannot be sent, or null if the class is not a proxy. */
    public static @Nullable String reason(Class<?> type) {
        if (NamedInterfaces.find(type, "org.hibernate.proxy.HibernateProxy") != null) {
            return type.getName() + " is a Hibernate proxy of an entity that may not have been loaded"
                    + LazyState.REMEDY + " (Hibernate.unproxy gives the entity)";
        }
        if (type.getName().contains("$$SpringCGLIB$$")
                || NamedInterfaces.find(type, "org.springframework.aop.SpringProxy") != null) {
            return type.getName() + " is a Spring proxy of a bean, which belongs to its context; pass the data";
        }
        if (Proxy.isProxyClass(type)) {
            return "a proxy of " + (type.getInterfaces().length == 0 ? "nothing" : type.getInterfaces()[0].getName())
                    + " has code instead of data; copy it into a record or another class of your own";
        }
        return null;
    }
}
