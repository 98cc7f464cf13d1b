package eu.tsms.conformance.client;

import eu.tsms.conformance.library.Plain;

/** Extends a class of another package; its hidden is not the one of there. */
final class Mine extends Plain {
    Mine(short number) {
        super(number);
    }

    public short answer() {
        return (short) (super.answer() * 3);
    }

    short hidden() {
        return 1000;
    }
}
