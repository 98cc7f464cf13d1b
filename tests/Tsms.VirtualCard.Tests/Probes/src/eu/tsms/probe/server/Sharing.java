package eu.tsms.probe.server;

import javacard.framework.Shareable;

public interface Sharing extends Shareable {
    short add(short a, short b);

    /** Gives the server's own array away, which the caller may not use. */
    byte[] secret();

    /** Writes into an array of the caller, which is none of the server's business unless it is global. */
    void fill(byte[] target);

    /** Throws an ISOException of the server's with this reason. */
    void fail(short reason);

    /** 1: the server is called by the client; 2: by somebody else; 0: by the card. */
    byte caller();

    /** Which applet does the card take for the running one: 1 the server. */
    byte self();
}
