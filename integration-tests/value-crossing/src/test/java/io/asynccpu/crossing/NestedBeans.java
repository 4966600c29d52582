package io.asynccpu.crossing;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectInputStream;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamField;
import java.io.Serializable;

/** Classes for {@link BeanValues}: inner classes, and those that say themselves how they are serialized. */
final class NestedBeans {

    private NestedBeans() {}

    static class Outer implements Serializable {
        private final String name;
        Inner inner;

        Outer(String name) {
            this.name = name;
        }

        class Inner implements Serializable {
            private final String own;

            Inner(String own) {
                this.own = own;
            }

            @Override
            public String toString() {
                return own + " in " + name;
            }
        }
    }

    static final class Single implements Serializable {
        static final Single INSTANCE = new Single();
        private String name = "single";

        private Single() {}

        private Object readResolve() {
            return INSTANCE;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    public static class External implements Externalizable {
        private String name;

        public External() {}

        External(String name) {
            this.name = name;
        }

        @Override
        public void writeExternal(ObjectOutput out) throws IOException {
            out.writeUTF(name);
        }

        @Override
        public void readExternal(ObjectInput in) throws IOException {
            name = in.readUTF();
        }
    }

    static class Replaced implements Serializable {
        private final String name;

        Replaced(String name) {
            this.name = name;
        }

        private Object writeReplace() {
            return new Form(name);
        }

        private record Form(String name) implements Serializable {
            private Object readResolve() {
                return new Replaced(name);
            }
        }
    }

    static class Dropping implements Serializable {
        private String kept;
        private String dropped;

        Dropping(String kept, String dropped) {
            this.kept = kept;
            this.dropped = dropped;
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.writeObject(kept);
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            kept = (String) in.readObject();
            dropped = "none";
        }

        @Override
        public String toString() {
            return kept + dropped;
        }
    }

    static class Persistent implements Serializable {
        private static final ObjectStreamField[] serialPersistentFields = {new ObjectStreamField("kept", String.class)};

        private String kept;
        private String dropped;

        Persistent(String kept, String dropped) {
            this.kept = kept;
            this.dropped = dropped;
        }

        @Override
        public String toString() {
            return kept + dropped;
        }
    }

    static class NotSerializable {
        String base = "default";
    }

    static class HalfSerializable extends NotSerializable implements Serializable {
        String own;

        HalfSerializable(String base, String own) {
            this.base = base;
            this.own = own;
        }
    }

    static class Sheep implements Cloneable, Serializable {
        private String name;

        Sheep(String name) {
            this.name = name;
        }

        @Override
        public Sheep clone() throws CloneNotSupportedException {
            Sheep clone = (Sheep) super.clone();
            clone.name = name + "'";
            return clone;
        }
    }
}
