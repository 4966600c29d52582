package io.asynccpu.packaging;

import org.springframework.stereotype.Component;

/** A dependency of the service that runs in the worker. */
@Component
class Punctuation {

    private final GreetingProperties properties;

    Punctuation(GreetingProperties properties) {
        this.properties = properties;
    }

    String end(String sentence) {
        return sentence + properties.mark();
    }
}
