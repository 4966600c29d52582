package org.springframework.cloud.bootstrap;

import org.springframework.context.annotation.Configuration;

/** Stands for a source that Spring Cloud adds by itself. */
@Configuration(proxyBeanMethods = false)
public class Marker {}
