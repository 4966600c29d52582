package io.asynccpu.everything;

import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.core.convert.converter.Converter;
import org.springframework.stereotype.Component;

@Component
@ConfigurationPropertiesBinding
class RangeConverter implements Converter<String, EverythingProperties.Range> {

    @Override
    public EverythingProperties.Range convert(String text) {
        String[] bounds = text.split("to", 2);
        return new EverythingProperties.Range(Integer.parseInt(bounds[0].strip()), Integer.parseInt(bounds[1].strip()));
    }
}
