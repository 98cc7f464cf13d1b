package eu.tsms.conformance.library;

import javacard.framework.UserException;

/** An exception of a package of its own. */
public class Trouble extends UserException {
    public Trouble(short reason) {
        super(reason);
    }
}
