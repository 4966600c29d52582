package io.asynccpu.crossing;

import java.util.Calendar;

/** What two equal objects have in common besides their fields. */
final class Contract {

    private Contract() {}

    /** Null if what arrived is as equal to what was sent as another one made alike. */
    static String broken(Sample sample, Object sent, Object arrived) {
        if (sent == null) {
            return null;
        }
        Object alike = sample.make();
        try {
            if (!sent.equals(alike)) {
                return null;
            }
        } catch (RuntimeException | StackOverflowError e) {
            // Of a graph that leads back to itself.
            return null;
        }
        if (!sent.equals(arrived) || !arrived.equals(sent)) {
            return "not equal";
        }
        // The JDK's Japanese calendar has another hash code after it was asked for its fields.
        boolean isStable = !(sent instanceof Calendar);
        return isStable && sent.hashCode() == alike.hashCode() && sent.hashCode() != arrived.hashCode()
                ? "another hash code"
                : null;
    }
}
