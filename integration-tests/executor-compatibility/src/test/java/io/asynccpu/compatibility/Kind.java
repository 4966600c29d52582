package io.asynccpu.compatibility;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.asyncDispatch;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.test.context.runner.AbstractApplicationContextRunner;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.simp.config.MessageBrokerRegistry;
import org.springframework.messaging.support.ExecutorSubscribableChannel;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.socket.config.annotation.EnableWebSocketMessageBroker;
import org.springframework.web.socket.config.annotation.StompEndpointRegistry;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;

/** A kind of application, and where its own asynchronous work runs. */
enum Kind {
    PLAIN {
        @Override
        AbstractApplicationContextRunner<?, ?, ?> runner() {
            return new ApplicationContextRunner();
        }

        @Override
        String ownWork(ApplicationContext context) {
            return "none";
        }
    },

    SCHEDULED {
        @Override
        AbstractApplicationContextRunner<?, ?, ?> runner() {
            return new ApplicationContextRunner().withUserConfiguration(Scheduling.class);
        }

        @Override
        String ownWork(ApplicationContext context) throws Exception {
            return context.getBean(Scheduling.class).thread.get(10, TimeUnit.SECONDS);
        }
    },

    SERVLET {
        @Override
        AbstractApplicationContextRunner<?, ?, ?> runner() {
            return new WebApplicationContextRunner().withUserConfiguration(Asynchronous.class);
        }

        @Override
        String ownWork(ApplicationContext context) throws Exception {
            MockMvc mvc = MockMvcBuilders.webAppContextSetup((WebApplicationContext) context)
                    .build();
            MvcResult started = mvc.perform(get("/thread")).andReturn();
            started.getAsyncResult();
            return mvc.perform(asyncDispatch(started)).andReturn().getResponse().getContentAsString();
        }
    },

    REACTIVE {
        @Override
        AbstractApplicationContextRunner<?, ?, ?> runner() {
            return new ReactiveWebApplicationContextRunner().withUserConfiguration(Blocking.class);
        }

        @Override
        String ownWork(ApplicationContext context) {
            return new String(WebTestClient.bindToApplicationContext(context)
                    .build()
                    .get()
                    .uri("/thread")
                    .exchange()
                    .expectBody()
                    .returnResult()
                    .getResponseBodyContent());
        }
    },

    WEB_SOCKET {
        @Override
        AbstractApplicationContextRunner<?, ?, ?> runner() {
            return new WebApplicationContextRunner().withUserConfiguration(Broker.class);
        }

        @Override
        String ownWork(ApplicationContext context) {
            return Injection.name(
                    context.getBean("clientInboundChannel", ExecutorSubscribableChannel.class)
                            .getExecutor(),
                    context);
        }
    };

    abstract AbstractApplicationContextRunner<?, ?, ?> runner();

    abstract String ownWork(ApplicationContext context) throws Exception;

    /** An application of this kind without the starter, that asks for an executor in all the ways there are. */
    AbstractApplicationContextRunner<?, ?, ?> application() {
        return runner().withUserConfiguration(Application.class)
                .withPropertyValues("spring.jpa.bootstrap=async", "spring.jpa.open-in-view=false");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableScheduling
    static class Scheduling {
        final CompletableFuture<String> thread = new CompletableFuture<>();

        @Scheduled(fixedDelay = 1_000_000)
        void run() {
            thread.complete(Application.thisThread());
        }
    }

    @RestController
    static class Asynchronous {
        @GetMapping("/thread")
        Callable<String> thread() {
            return Application::thisThread;
        }
    }

    @RestController
    static class Blocking {
        @GetMapping("/thread")
        String thread() {
            return Application.thisThread();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableWebSocketMessageBroker
    static class Broker implements WebSocketMessageBrokerConfigurer {
        @Override
        public void configureMessageBroker(MessageBrokerRegistry registry) {
            registry.enableSimpleBroker("/topic");
        }

        @Override
        public void registerStompEndpoints(StompEndpointRegistry registry) {
            registry.addEndpoint("/stomp").setHandshakeHandler((request, response, handler, attributes) -> false);
        }
    }
}
