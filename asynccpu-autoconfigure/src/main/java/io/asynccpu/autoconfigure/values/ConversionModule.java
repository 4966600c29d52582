package io.asynccpu.autoconfigure.values;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.Version;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.deser.Deserializers;
import tools.jackson.databind.jsontype.TypeDeserializer;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.ser.Serializers;
import tools.jackson.databind.type.MapType;
import tools.jackson.databind.type.TypeFactory;

/** Jackson module with the conversions, for the mapper of a pool alone: the application's own JSON is not affected. */
final class ConversionModule extends JacksonModule {

    private final Supplier<List<Class<?>>> subtypes;
    private final Supplier<List<Conversion<?, ?>>> conversions;

    /** The suppliers are called for the first mapper: a worker whose tasks take and return no objects loads none of these classes. */
    ConversionModule(Supplier<List<Class<?>>> subtypes, Supplier<List<Conversion<?, ?>>> conversions) {
        this.subtypes = subtypes;
        this.conversions = conversions;
    }

    @Override
    public String getModuleName() {
        return "asynccpu-spring-values";
    }

    @Override
    public Version version() {
        return Version.unknownVersion();
    }

    @Override
    public void setupModule(SetupContext context) {
        context.registerSubtypes(subtypes.get().toArray(new Class<?>[0]));
        List<Conversion<?, ?>> all = conversions.get();
        context.addSerializers(new Writers(all));
        context.addDeserializers(new Readers(all));
    }

    private static @Nullable Conversion<?, ?> find(List<Conversion<?, ?>> conversions, JavaType type) {
        for (Conversion<?, ?> each : conversions) {
            if (each.covers().test(type.getRawClass())) {
                return each;
            }
        }
        return null;
    }

    private static JavaType form(Conversion<?, ?> conversion, JavaType type, TypeFactory types) {
        int parameters = conversion.form().getTypeParameters().length;
        if (parameters == 0) {
            return types.constructType(conversion.form());
        }
        JavaType[] known = types.findTypeParameters(type, conversion.type());
        return known.length == parameters
                ? types.constructParametricType(conversion.form(), known)
                : types.constructType(conversion.form());
    }

    private static final class Writers extends Serializers.Base {

        private final List<Conversion<?, ?>> conversions;

        Writers(List<Conversion<?, ?>> conversions) {
            this.conversions = conversions;
        }

        @Override
        public @Nullable ValueSerializer<?> findSerializer(
                SerializationConfig config,
                JavaType type,
                BeanDescription.Supplier description,
                JsonFormat.@Nullable Value format) {
            Conversion<?, ?> found = find(conversions, type);
            return found == null ? null : new FormSerializer<>(found, form(found, type, config.getTypeFactory()));
        }

        @Override
        public @Nullable ValueSerializer<?> findMapSerializer(
                SerializationConfig config,
                MapType type,
                BeanDescription.Supplier description,
                JsonFormat.@Nullable Value format,
                @Nullable ValueSerializer<Object> keys,
                @Nullable TypeSerializer typer,
                @Nullable ValueSerializer<Object> elements) {
            return findSerializer(config, type, description, format);
        }
    }

    private static final class Readers extends Deserializers.Base {

        private final List<Conversion<?, ?>> conversions;

        Readers(List<Conversion<?, ?>> conversions) {
            this.conversions = conversions;
        }

        @Override
        public @Nullable ValueDeserializer<?> findBeanDeserializer(
                JavaType type, DeserializationConfig config, BeanDescription.Supplier description) {
            Conversion<?, ?> found = find(conversions, type);
            return found == null ? null : new FormDeserializer<>(found, form(found, type, config.getTypeFactory()));
        }

        @Override
        public @Nullable ValueDeserializer<?> findMapDeserializer(
                MapType type,
                DeserializationConfig config,
                BeanDescription.Supplier description,
                @Nullable KeyDeserializer keys,
                @Nullable TypeDeserializer typer,
                @Nullable ValueDeserializer<?> elements) {
            return findBeanDeserializer(type, config, description);
        }

        @Override
        public boolean hasDeserializerFor(DeserializationConfig config, Class<?> type) {
            return false;
        }
    }
}
