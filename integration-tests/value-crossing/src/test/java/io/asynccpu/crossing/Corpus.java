package io.asynccpu.crossing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All samples. A new topic is a class with samples, and stands here. */
final class Corpus {

    private static final Map<String, Sample> SAMPLES = new LinkedHashMap<>();

    static {
        Stream.of(
                        NumberValues.samples(),
                        JdkValues.samples(),
                        TimeValues.samples(),
                        ArrayValues.samples(),
                        CollectionValues.samples(),
                        OwnCollectionValues.samples(),
                        MapValues.samples(),
                        EnumValues.samples(),
                        BeanValues.samples(),
                        RecordValues.samples(),
                        GraphValues.samples(),
                        AnnotatedValues.samples(),
                        CustomValues.samples(),
                        ReferringValues.samples(),
                        PolymorphicValues.samples(),
                        NastyValues.samples(),
                        ExtendingValues.samples(),
                        ExceptionValues.samples(),
                        OpenValues.samples(),
                        JsonValues.samples(),
                        SpringValues.samples(),
                        PetclinicValues.samples(),
                        JpaValues.samples(),
                        KotlinValues.samples(),
                        GuavaValues.samples())
                .flatMap(List::stream)
                .forEach(Corpus::add);
    }

    private Corpus() {}

    private static void add(Sample sample) {
        if (SAMPLES.put(sample.toString(), sample) != null) {
            throw new IllegalStateException("Two samples are called " + sample);
        }
    }

    static List<Sample> all() {
        return List.copyOf(SAMPLES.values());
    }

    static Sample named(String name) {
        String random = RandomGraph.KIND + ": ";
        if (name.startsWith(random)) {
            return RandomGraph.sample(Long.parseLong(name.substring(random.length())));
        }
        Sample sample = SAMPLES.get(name);
        if (sample == null) {
            throw new IllegalArgumentException("No sample is called " + name);
        }
        return sample;
    }
}
