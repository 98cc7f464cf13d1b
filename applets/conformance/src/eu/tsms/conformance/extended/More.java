package eu.tsms.conformance.extended;

import eu.tsms.conformance.library.Plain;

/** hidden() does not override Plain.hidden(), which only its own package sees (JLS 8.4.8.1). */
final class More extends Plain {
    More(short number) {
        super(number);
    }

    short hidden() {
        return 100;
    }

    public short answer() {
        return (short) (super.answer() + hidden());
    }
}
