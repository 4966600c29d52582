package io.asynccpu.packaging;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Each comes from another place.
 *
 * @param word from application.yml
 * @param name from the command line
 * @param mark from a system property
 */
@ConfigurationProperties("greeting")
record GreetingProperties(String word, String name, String mark) {}
