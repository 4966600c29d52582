package io.asynccpu.crossing;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Classes for {@link BeanValues}: how state can be reached. */
final class AccessBeans {

    private AccessBeans() {}

    static class Usual implements Serializable {
        private String name = "nobody";
        private int count = 1;
        private List<String> tags = new ArrayList<>(List.of("none"));

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }

        public int getCount() {
            return count;
        }

        public void setCount(int count) {
            this.count = count;
        }

        public List<String> getTags() {
            return tags;
        }

        public void setTags(List<String> tags) {
            this.tags = tags;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Usual usual
                    && usual.count == count
                    && String.valueOf(usual.name).equals(name + "");
        }

        @Override
        public int hashCode() {
            return count;
        }
    }

    static class PublicFields implements Serializable {
        public String name = "nobody";
        public int count;
    }

    static class NoAccessors implements Serializable {
        private final String name;
        private final int count;

        NoAccessors(String name, int count) {
            this.name = name;
            this.count = count;
        }

        @Override
        public String toString() {
            return name + count;
        }
    }

    static class GettersOnly implements Serializable {
        private final String name;
        private final int count;

        GettersOnly(String name, int count) {
            this.name = name;
            this.count = count;
        }

        public String getName() {
            return name;
        }

        public int getCount() {
            return count;
        }

        public String getLabel() {
            return name + " " + count;
        }
    }

    static class HiddenState implements Serializable {
        public String shown;
        private String hidden;

        HiddenState() {}

        HiddenState(String shown, String hidden) {
            this.shown = shown;
            this.hidden = hidden;
        }

        boolean isHidden() {
            return hidden != null;
        }
    }

    static class Masking implements Serializable {
        private String card;

        Masking() {}

        Masking(String card) {
            this.card = card;
        }

        public String getCard() {
            return "****" + card.substring(12);
        }

        public void setCard(String card) {
            this.card = card;
        }
    }

    static class Copying implements Serializable {
        private byte[] bytes = {1, 2, 3};

        public byte[] getBytes() {
            return Arrays.copyOf(bytes, 2);
        }

        public void setBytes(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    static class OtherType implements Serializable {
        private Integer number;

        OtherType() {}

        OtherType(Integer number) {
            this.number = number;
        }

        public String getNumber() {
            return number == null ? "none" : "number " + number;
        }

        public void setNumber(String text) {
            this.number = text.length();
        }
    }

    static class OptionalGetter implements Serializable {
        private String name = "default";

        OptionalGetter() {}

        public Optional<String> getName() {
            return Optional.of(name);
        }
    }

    static class ListBehindGetter implements Serializable {
        private final List<String> items = new ArrayList<>();

        public List<String> getItems() {
            return items;
        }
    }

    static class FullList implements Serializable {
        private final List<String> items = new ArrayList<>(List.of("a", "b"));

        public List<String> getItems() {
            return items;
        }
    }

    static class ChangingSetter implements Serializable {
        String name;

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name.toLowerCase(Locale.ROOT);
        }
    }

    static class Fluent implements Serializable {
        private String name;
        private int count;

        String name() {
            return name;
        }

        Fluent name(String name) {
            this.name = name;
            return this;
        }

        int count() {
            return count;
        }

        Fluent count(int count) {
            this.count = count;
            return this;
        }
    }

    static class FailingGetter implements Serializable {
        private String name = "a";

        public String getName() {
            throw new IllegalStateException("not now, " + name);
        }
    }

    static class Spelling implements Serializable {
        private String aName = "a";
        private String URL = "b";
        private String url = "c";
        private String x_y = "d";

        public String getAName() {
            return aName;
        }

        public void setAName(String name) {
            this.aName = name;
        }

        public String getURL() {
            return URL + x_y + url;
        }

        public void setURL(String url) {
            this.url = url;
        }
    }

    static class IsFields implements Serializable {
        private boolean isActive = true;
        private Boolean isKnown = false;

        public boolean isActive() {
            return isActive;
        }

        public void setActive(boolean active) {
            isActive = active;
        }

        public Boolean getIsKnown() {
            return isKnown;
        }
    }
}
