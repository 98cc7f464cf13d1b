package eu.tsms.probe.server;

import javacard.framework.AID;
import javacard.framework.APDU;
import javacard.framework.Applet;
import javacard.framework.ISOException;
import javacard.framework.JCSystem;
import javacard.framework.Shareable;

public final class ServerApplet extends Applet implements Sharing {
    static final byte[] NAME = {(byte) 0xF0, 0x54, 0x53, 0x4D, 0x53, 0x72, 0x01};
    static final byte[] CLIENT = {(byte) 0xF0, 0x54, 0x53, 0x4D, 0x53, 0x73, 0x01};

    private final byte[] secret = {1, 2, 3};
    private Object kept;

    public static void install(byte[] parameters, short offset, byte length) {
        new ServerApplet().register();
    }

    public Shareable getShareableInterfaceObject(AID client, byte parameter) {
        if (parameter == 1) {
            return this;
        }
        if (parameter == 2) {
            ISOException.throwIt((short) 0x6A80);
        }
        return null;
    }

    public short add(short a, short b) {
        return (short) (a + b);
    }

    public byte[] secret() {
        return secret;
    }

    public void fill(byte[] target) {
        target[0] = 0x55;
    }

    public void fail(short reason) {
        ISOException.throwIt(reason);
    }

    public byte caller() {
        AID previous = JCSystem.getPreviousContextAID();
        if (previous == null) {
            return 0;
        }
        return previous.equals(CLIENT, (short) 0, (byte) CLIENT.length) ? (byte) 1 : (byte) 2;
    }

    public byte self() {
        return JCSystem.getAID().equals(NAME, (short) 0, (byte) NAME.length) ? (byte) 1 : (byte) 0;
    }

    public void process(APDU apdu) {
        if (selectingApplet()) {
            return;
        }
        byte[] buffer = apdu.getBuffer();
        // 01: try to keep the APDU buffer, 02: the APDU
        kept = buffer[1] == 1 ? (Object) buffer : (Object) apdu;
    }
}
