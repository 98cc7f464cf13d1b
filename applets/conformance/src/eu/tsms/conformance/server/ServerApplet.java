package eu.tsms.conformance.server;

import eu.tsms.conformance.library.Plain;
import eu.tsms.conformance.library.Standard;
import javacard.framework.AID;
import javacard.framework.APDU;
import javacard.framework.Applet;
import javacard.framework.AppletEvent;
import javacard.framework.ISOException;
import javacard.framework.JCSystem;
import javacard.framework.Shareable;

/** Shares Service with parameter 1; with 2 it throws, with others it shares nothing. Not multiselectable. */
public final class ServerApplet extends Applet implements Service, AppletEvent {
    private static final byte[] CLIENT = {(byte) 0xF0, 0x54, 0x53, 0x4D, 0x53, (byte) 0x83, 0x01};
    private static final byte[] SELF = {(byte) 0xF0, 0x54, 0x53, 0x4D, 0x53, (byte) 0x82, 0x01};

    private final byte[] bytes = {1, 2, 3};
    private final boolean[] booleans = {true, false};
    private final short[] shorts = {1, 2, 3};
    private final int[] ints = {1, 2, 3};
    private final Object[] objects = new Object[2];
    private final Plain plain = new Plain((short) 7);
    private final ISOException exception = new ISOException((short) 0x6A77);
    private final byte[] onDeselect = JCSystem.makeTransientByteArray((short) 4, JCSystem.CLEAR_ON_DESELECT);
    private final byte[] onReset = JCSystem.makeTransientByteArray((short) 4, JCSystem.CLEAR_ON_RESET);
    private Object kept;
    private short number;

    public static void install(byte[] parameters, short offset, byte length) {
        new ServerApplet().register(parameters, (short) (offset + 1), parameters[offset]);
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

    public void uninstall() {
        kept = null;
    }

    public void process(APDU apdu) {
        if (selectingApplet()) {
            return;
        }
        // 01: keep the APDU buffer, 02: the APDU, 03: its own bytes
        byte[] buffer = apdu.getBuffer();
        kept = buffer[1] == 1 ? (Object) buffer : buffer[1] == 2 ? (Object) apdu : (Object) bytes;
    }

    public short add(short a, short b) {
        return (short) (a + b);
    }

    public byte[] bytes() {
        return bytes;
    }

    public boolean[] booleans() {
        return booleans;
    }

    public short[] shorts() {
        return shorts;
    }

    public int[] ints() {
        return ints;
    }

    public Object[] objects() {
        return objects;
    }

    public Plain plain() {
        return plain;
    }

    public Standard standard() {
        return plain;
    }

    public ISOException exception() {
        return exception;
    }

    public byte[] onDeselect() {
        return onDeselect;
    }

    public byte[] onReset() {
        return onReset;
    }

    public Object self() {
        return this;
    }

    public void fail(short reason) {
        exception.setReason(reason);
        throw exception;
    }

    public void refuse(short reason) {
        ISOException.throwIt(reason);
    }

    public void fill(byte[] target) {
        target[0] = 0x55;
    }

    public short read(Plain target) {
        return target.number;
    }

    public byte caller() {
        AID previous = JCSystem.getPreviousContextAID();
        if (previous == null) {
            return 0;
        }
        return previous.equals(CLIENT, (short) 0, (byte) CLIENT.length) ? (byte) 1 : (byte) 2;
    }

    public boolean isItself() {
        return JCSystem.getAID().equals(SELF, (short) 0, (byte) SELF.length);
    }

    public void setNumber(short value) {
        number = value;
    }

    public short number() {
        return number;
    }

    public void makeOnDeselect() {
        JCSystem.makeTransientByteArray((short) 1, JCSystem.CLEAR_ON_DESELECT);
    }
}
