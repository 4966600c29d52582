package io.asynccpu.internal.launch;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Base of the builders that stand beside their record of settings. A setting is its field with the default, its public method
 * with the rule that a value must keep, and its component of the record. Users see these methods as those of
 * {@code ProcessTaskPoolExecutorBuilder}, which inherits all of them: Javadoc shows them there, as their own class has the tag
 * {@code @hidden}, which Error Prone does not know.
 *
 * @param <B> class of the whole builder, which each method returns
 * @hidden
 */
@SuppressWarnings("InvalidBlockTag")
public abstract class SettingsBuilder<B> {

    private static final Duration A_DAY = Duration.ofDays(1);

    /** @hidden */
    protected abstract B self();

    /**
     * @throws IllegalArgumentException naming the setting, its value and the rule, unless the value keeps it
     * @hidden
     */
    protected static void require(boolean holds, String setting, @Nullable Object value, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(setting + " is " + value + " but must be " + rule);
        }
    }

    /** @hidden */
    protected static @Nullable Duration positiveOrNull(String setting, @Nullable Duration value) {
        require(value == null || (!value.isNegative() && !value.isZero()), setting, value, "more than zero");
        return value;
    }

    /** @hidden */
    protected static Duration zeroToADay(String setting, Duration value) {
        require(!value.isNegative() && value.compareTo(A_DAY) <= 0, setting, value, "0 to 24 hours");
        return value;
    }
}
