package io.asynccpu.sample;

/** What the user sent is no image, no pattern and so on. Thrown in the child; arrives in the parent as itself. */
public class UnusableInputException extends RuntimeException {

    public UnusableInputException(String message, Throwable cause) {
        super(message, cause);
    }

    public UnusableInputException(String message) {
        super(message);
    }
}
