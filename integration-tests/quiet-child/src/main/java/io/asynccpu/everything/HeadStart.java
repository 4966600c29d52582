package io.asynccpu.everything;

import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;

/** What Spring Boot runs beside the start of an application, if there is a second processor. */
class HeadStart implements BackgroundPreinitializer {

    @Override
    public void preinitialize() {
        Diary.note("background preinitializer");
    }
}
