package io.asynccpu.autoconfigure.method;

import java.util.List;

/**
 * Name of a bean's method, {@code bean#class#method(parameter types)}.
 *
 * @param className the class that declares the method
 * @param parameterTypes as in {@link Class#getName()}
 */
public record MethodTarget(String beanName, String className, String methodName, List<String> parameterTypes) {

    public MethodTarget {
        parameterTypes = List.copyOf(parameterTypes);
    }

    /** Parses the result of {@link #toString()}. A bean name may contain any character, also {@code #}. */
    public static MethodTarget parse(String target) {
        int open = target.lastIndexOf('(');
        int method = target.lastIndexOf('#', open);
        int type = target.lastIndexOf('#', method - 1);
        if (open < 0 || method < 0 || type < 0 || !target.endsWith(")")) {
            throw new IllegalArgumentException(
                    "\"" + target + "\" does not name a bean method; it must be bean#class#method(parameter types)");
        }
        String types = target.substring(open + 1, target.length() - 1);
        return new MethodTarget(
                target.substring(0, type),
                target.substring(type + 1, method),
                target.substring(method + 1, open),
                types.isEmpty() ? List.of() : List.of(types.split(",")));
    }

    @Override
    public String toString() {
        return beanName + "#" + className + "#" + methodName + "(" + String.join(",", parameterTypes) + ")";
    }
}
