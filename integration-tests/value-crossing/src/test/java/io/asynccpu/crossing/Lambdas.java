package io.asynccpu.crossing;

import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;

/** Functions. */
final class Lambdas {

    private Lambdas() {}

    static boolean isOne(Object value) {
        return value.getClass().isHidden() && value.getClass().getName().contains("$$Lambda");
    }

    static String compare(DeepComparison comparison, Object sent, Object arrived) {
        if (!isOne(arrived)) {
            return "another function";
        }
        if (Jdk.has(sent.getClass()) && sent instanceof Serializable) {
            return Serialized.compare(sent, arrived);
        }
        if (sent.getClass() == arrived.getClass()) {
            Special.fields(sent.getClass())
                    .forEach(field ->
                            comparison.and(field.getName(), Special.get(field, sent), Special.get(field, arrived)));
            return null;
        }
        SerializedLambda one = describe(sent);
        SerializedLambda other = describe(arrived);
        if (one == null || other == null || !one.toString().equals(other.toString())) {
            return "another function";
        }
        for (int i = 0; i < one.getCapturedArgCount(); i++) {
            comparison.and("captured " + i, one.getCapturedArg(i), other.getCapturedArg(i));
        }
        return null;
    }

    private static SerializedLambda describe(Object lambda) {
        try {
            Method method = lambda.getClass().getDeclaredMethod("writeReplace");
            method.setAccessible(true);
            return (SerializedLambda) method.invoke(lambda);
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }
}
