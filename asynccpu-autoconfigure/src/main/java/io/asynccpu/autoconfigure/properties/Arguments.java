package io.asynccpu.autoconfigure.properties;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a property that is a list of arguments: a text for it is split as a shell would split it, and not at commas. */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@interface Arguments {}
