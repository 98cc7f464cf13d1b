package eu.tsms.conformance.server;

import eu.tsms.conformance.library.Plain;
import eu.tsms.conformance.library.Standard;
import javacard.framework.ISOException;
import javacard.framework.Shareable;

/** What the server shares, and what it gives away without sharing it. */
public interface Service extends Shareable {
    short add(short a, short b);

    byte[] bytes();

    boolean[] booleans();

    short[] shorts();

    int[] ints();

    Object[] objects();

    Plain plain();

    Standard standard();

    ISOException exception();

    byte[] onDeselect();

    byte[] onReset();

    Object self();

    /** Throws the server's own exception. */
    void fail(short reason);

    /** Throws the exception of the card with a reason. */
    void refuse(short reason);

    /** Writes into an array of the caller's. */
    void fill(byte[] target);

    /** Reads a field of the caller's object. */
    short read(Plain target);

    /** 1: called by the client; 2: by somebody else; 0: by the card. */
    byte caller();

    /** True when the card takes the server for the running applet. */
    boolean isItself();

    /** Writes a persistent field: part of the caller's transaction. */
    void setNumber(short value);

    short number();

    /** Tries to make a CLEAR_ON_DESELECT array while another applet is selected. */
    void makeOnDeselect();
}
