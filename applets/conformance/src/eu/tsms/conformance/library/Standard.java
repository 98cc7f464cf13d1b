package eu.tsms.conformance.library;

/** An interface that is not shareable. */
public interface Standard {
    short answer();
}
