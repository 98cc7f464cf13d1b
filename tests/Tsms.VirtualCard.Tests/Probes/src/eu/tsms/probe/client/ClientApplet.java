package eu.tsms.probe.client;

import eu.tsms.probe.library.Counter;
import eu.tsms.probe.library.Counting;
import eu.tsms.probe.server.Sharing;
import javacard.framework.AID;
import javacard.framework.APDU;
import javacard.framework.Applet;
import javacard.framework.AppletEvent;
import javacard.framework.ISO7816;
import javacard.framework.ISOException;
import javacard.framework.JCSystem;
import javacard.framework.MultiSelectable;
import javacard.framework.SystemException;
import javacard.framework.TransactionException;
import javacard.framework.Util;

/** INS names the probe; the answer is what it found. */
public final class ClientApplet extends Applet implements MultiSelectable, AppletEvent {
    private static final byte[] SERVER = {(byte) 0xF0, 0x54, 0x53, 0x4D, 0x53, 0x72, 0x01};
    private static final byte[] SELF = {(byte) 0xF0, 0x54, 0x53, 0x4D, 0x53, 0x73, 0x01};

    private static final short[] TABLE = {1, -2, 300};

    private final byte[] data = new byte[8];
    private final byte[] onReset = JCSystem.makeTransientByteArray((short) 4, JCSystem.CLEAR_ON_RESET);
    private final byte[] onDeselect = JCSystem.makeTransientByteArray((short) 4, JCSystem.CLEAR_ON_DESELECT);
    private final Object[] refs = JCSystem.makeTransientObjectArray((short) 2, JCSystem.CLEAR_ON_RESET);
    private short number;
    private int wide;
    private Object kept;
    private Object[] chain;

    public static void install(byte[] parameters, short offset, byte length) {
        new ClientApplet().register(parameters, (short) (offset + 1), parameters[offset]);
    }

    public boolean select(boolean active) {
        return true;
    }

    public void deselect(boolean active) {
    }

    public void uninstall() {
        number = 0;
    }

    private Sharing server(byte parameter) {
        AID aid = JCSystem.lookupAID(SERVER, (short) 0, (byte) SERVER.length);
        return (Sharing) JCSystem.getAppletShareableInterfaceObject(aid, parameter);
    }

    public void process(APDU apdu) {
        if (selectingApplet()) {
            return;
        }
        byte[] buffer = apdu.getBuffer();
        short answer;
        try {
            answer = probe(buffer[ISO7816.OFFSET_INS], buffer[ISO7816.OFFSET_P1], buffer);
        } catch (SecurityException e) {
            answer = (short) 0x5EC0;
        } catch (NullPointerException e) {
            answer = (short) 0x0BAD;
        } catch (TransactionException e) {
            answer = (short) (0x7100 | e.getReason());
        } catch (SystemException e) {
            answer = (short) (0x7200 | e.getReason());
        }
        Util.setShort(buffer, (short) 0, answer);
        apdu.setOutgoingAndSend((short) 0, (short) 2);
    }

    private short probe(byte ins, byte p1, byte[] buffer) {
        switch (ins) {
            case 0x10: return server((byte) 1).add((short) 40, (short) 2);
            case 0x11: return server((byte) 1).secret()[0];
            case 0x12: server((byte) 1).fill(data); return data[0];
            case 0x13: server((byte) 1).fill(buffer); return buffer[0];
            case 0x14: server((byte) 1).fail((short) 0x6A99); return 0;
            case 0x15: return server((byte) 1).caller();
            case 0x16: return server((byte) 1).self();
            case 0x17: return server((byte) 2) == null ? (short) 1 : (short) 0;
            case 0x18: return server((byte) 3) == null ? (short) 1 : (short) 0;
            case 0x19: kept = server((byte) 1); return 1;
            case 0x1A: kept = null; return 1;
            case 0x1B:
                try {
                    server((byte) 1).fail((short) 0x6A98);
                    return 0;
                } catch (ISOException e) {
                    return JCSystem.getAID().equals(SELF, (short) 0, (byte) SELF.length) ? e.getReason() : 0;
                }
            case 0x20: return inheritance();
            case 0x21: return TABLE[2];
            case 0x22: Counter.made = 9; return new Twice((short) 0).noted() ? (short) 0 : Counter.made;
            case 0x30: return transaction(p1);
            case 0x31: return number;
            case 0x32: return Util.getShort(data, (short) 0);
            case 0x33: return refs[0] == null ? (short) 1 : (short) 0;
            case 0x34: return (short) wide;
            case 0x40: onReset[0] = 7; onDeselect[0] = 8; return 0;
            case 0x41: return (short) (onReset[0] << 8 | onDeselect[0]);
            case 0x50: for (;;) { number = number; }
            case 0x51: return depth((short) 0);
            case 0x52: chain = new Object[] {new byte[100], new Object[] {new Twice((short) 1)}}; return 1;
            case 0x53: chain = null; JCSystem.requestObjectDeletion(); return 1;
            case 0x54: return hog();
            case 0x60: return finallyBlocks();
            default: ISOException.throwIt(ISO7816.SW_INS_NOT_SUPPORTED); return 0;
        }
    }

    private short inheritance() {
        Counter counter = new Twice((short) 10);
        Counting counting = counter;
        counter.next();
        counting.next();
        int wide = ((Twice) counter).wide();
        return (short) (counter.noted() && wide == 70005 && counter instanceof Twice && !(((Object) data) instanceof Counting) ? counter.next() : -1);
    }

    private short transaction(byte kind) {
        JCSystem.beginTransaction();
        number = 5;
        wide = 70000;
        Util.arrayFillNonAtomic(data, (short) 0, (short) 1, (byte) 0x11);
        Util.arrayCopy(SERVER, (short) 0, data, (short) 1, (short) 1);
        refs[0] = new byte[4];
        kept = refs[0];
        switch (kind) {
            case 0: JCSystem.commitTransaction(); return JCSystem.getTransactionDepth();
            case 1: JCSystem.abortTransaction(); return refs[0] == null && kept == null ? (short) 1 : (short) 0;
            case 2: return JCSystem.getTransactionDepth();
            case 3: ISOException.throwIt((short) 0x6A97); return 0;
            case 4:
                Object mine = new byte[3];
                JCSystem.abortTransaction();
                return mine == null ? (short) 1 : (short) 0;
            case 5: JCSystem.beginTransaction(); return 0;
            default:
                for (short i = 0; i < 10000; i++) {
                    number++;
                }
                return 0;
        }
    }

    private short depth(short n) {
        return depth((short) (n + 1));
    }

    private short hog() {
        Object[] all = new Object[1];
        for (;;) {
            Object[] next = new Object[2000];
            next[0] = all;
            all = next;
        }
    }

    private short finallyBlocks() {
        short trace = 0;
        try {
            try {
                data[(short) (8 + trace)] = 1;
            } catch (ArithmeticException e) {
                trace = -1;
            } finally {
                trace = (short) (trace * 10 + 1);
            }
        } catch (ArrayIndexOutOfBoundsException e) {
            trace = (short) (trace * 10 + 2);
        } finally {
            trace = (short) (trace * 10 + 3);
        }
        return trace;
    }
}
