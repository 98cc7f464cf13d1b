package eu.tsms.probe.client;

import eu.tsms.probe.library.Counter;

/** Overrides across packages. */
final class Twice extends Counter {
    private int wide;

    Twice(short start) {
        super(start);
        wide = 70000;
    }

    protected short step() {
        return (short) (2 * super.step());
    }

    // Package-visible here as note() is in the library; the library must go on calling its own.
    void mark() {
        wide += 5;
    }

    int wide() {
        mark();
        return wide;
    }
}
