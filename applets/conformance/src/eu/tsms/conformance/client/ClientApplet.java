package eu.tsms.conformance.client;

import eu.tsms.conformance.library.Plain;
import eu.tsms.conformance.library.Trouble;
import eu.tsms.conformance.server.Service;
import javacard.framework.AID;
import javacard.framework.APDU;
import javacard.framework.Applet;
import javacard.framework.AppletEvent;
import javacard.framework.CardRuntimeException;
import javacard.framework.ISO7816;
import javacard.framework.ISOException;
import javacard.framework.JCSystem;
import javacard.framework.MultiSelectable;
import javacard.framework.Util;
import javacardx.apdu.ExtendedLength;

/** INS names what is tried, P1 which case; the answer is two bytes of what was found, or what README.md says. */
public final class ClientApplet extends Applet implements MultiSelectable, AppletEvent, ExtendedLength {
    private static final byte[] SERVER = {(byte) 0xF0, 0x54, 0x53, 0x4D, 0x53, (byte) 0x82, 0x01};

    private final Firewall firewall = new Firewall();
    private final Memory memory = new Memory();
    private final byte[] parameters;
    private final byte[] life = new byte[8];
    private byte refusal;

    private ClientApplet(byte[] data, short offset, byte length) {
        parameters = new byte[length];
        Util.arrayCopy(data, offset, parameters, (short) 0, length);
    }

    public static void install(byte[] data, short offset, byte length) {
        short control = (short) (offset + 1 + data[offset]);
        short own = (short) (control + 1 + data[control]);
        if (data[own] > 0) {
            // 01: refuse, 02: do not register, 03: another AID, 04: leave a transaction open, 05: twice, 06: leave one open that began after register
            switch (data[(short) (own + 1)]) {
                case 1: ISOException.throwIt((short) 0x6A91);
                case 2: return;
                case 3: new ClientApplet(data, offset, length).register(SERVER, (short) 0, (byte) SERVER.length); return;
                case 4: JCSystem.beginTransaction(); break;
                case 6: new ClientApplet(data, offset, length).register(data, (short) (offset + 1), data[offset]); JCSystem.beginTransaction(); return;
                case 5: new ClientApplet(data, offset, length).register(data, (short) (offset + 1), data[offset]); break;
                default: break;
            }
        }
        new ClientApplet(data, offset, length).register(data, (short) (offset + 1), data[offset]);
    }

    public boolean select() {
        life[0]++;
        switch (refusal) {
            case 1: return false;
            case 2: ISOException.throwIt((short) 0x6A92);
            case 3: JCSystem.beginTransaction(); return true;
            default: return true;
        }
    }

    public void deselect() {
        life[1]++;
        if (refusal == 4) {
            ISOException.throwIt((short) 0x6A93);
        }
    }

    public boolean select(boolean active) {
        life[active ? (short) 3 : (short) 2]++;
        return refusal != 5;
    }

    public void deselect(boolean active) {
        life[active ? (short) 5 : (short) 4]++;
    }

    public void uninstall() {
        life[6]++;
        if (refusal == 6) {
            ISOException.throwIt((short) 0x6A94);
        }
    }

    private static Service server(byte parameter) {
        return (Service) JCSystem.getAppletShareableInterfaceObject(JCSystem.lookupAID(SERVER, (short) 0, (byte) SERVER.length), parameter);
    }

    public void process(APDU apdu) {
        byte[] buffer = apdu.getBuffer();
        if (selectingApplet()) {
            Util.arrayCopyNonAtomic(life, (short) 0, buffer, (short) 0, (short) 8);
            apdu.setOutgoingAndSend((short) 0, (short) 8);
            return;
        }
        byte p1 = buffer[ISO7816.OFFSET_P1];
        byte p2 = buffer[ISO7816.OFFSET_P2];
        short answer;
        try {
            switch (buffer[ISO7816.OFFSET_INS]) {
                case 0x01: Transfers.process(apdu); return;
                case 0x02: apdu.setOutgoingAndSend((short) 0, memory.report(buffer, server((byte) 1))); return;
                case 0x03: Util.arrayCopyNonAtomic(life, (short) 0, buffer, (short) 0, (short) 8); apdu.setOutgoingAndSend((short) 0, (short) 8); return;
                case 0x04:
                    Util.arrayCopyNonAtomic(parameters, (short) 0, buffer, (short) 0, (short) parameters.length);
                    apdu.setOutgoingAndSend((short) 0, (short) parameters.length);
                    return;
                default: answer = probe(buffer[ISO7816.OFFSET_INS], p1, p2, apdu);
            }
        } catch (SecurityException e) {
            answer = 0x5EC0;
        } catch (NullPointerException e) {
            answer = 0x0BAD;
        }
        Util.setShort(buffer, (short) 0, answer);
        apdu.setOutgoingAndSend((short) 0, (short) 2);
    }

    private short probe(byte ins, byte p1, byte p2, APDU apdu) {
        switch (ins) {
            case 0x10: return firewall.run(p1, server((byte) 1), apdu);
            case 0x11: return server(p1) == null ? (short) 0 : (short) 1;
            case 0x12: return packages();
            case 0x20: return memory.transaction(p2, p1, server((byte) 1));
            case 0x21: return memory.transients(p1);
            case 0x22: return memory.abortOfObjects();
            case 0x23: return memory.abortOfTransients();
            case 0x24: return memory.capacity();
            case 0x25: return reasonOf(p1);
            case 0x26: if (p1 == 0) memory.garbage(); else memory.cycle(); return 0;
            case 0x27: JCSystem.requestObjectDeletion(); return 0;
            case 0x30: refusal = p1; return 0;
            case 0x31: return exception(p1);
            case 0x32: return JCSystem.getAssignedChannel();
            case 0x33: return JCSystem.isAppletActive(JCSystem.lookupAID(SERVER, (short) 0, (byte) SERVER.length)) ? (short) 1 : (short) 0;
            default: ISOException.throwIt(ISO7816.SW_INS_NOT_SUPPORTED); return 0;
        }
    }

    /** Classes, static members, interfaces and overriding across packages. */
    private static short packages() {
        Mine mine = new Mine((short) 10);
        Plain plain = mine;
        short before = Plain.count;
        short sum = (short) (plain.answer() + mine.hidden() + Plain.twice((short) 100) + (short) Plain.wider(100000, (short) 3));
        new Plain((short) 1);
        return Plain.count == (short) (before + 1) ? sum : 0;
    }

    private short reasonOf(byte which) {
        try {
            if (which == 0) {
                memory.fillBuffer();
            } else if (which == 1) {
                memory.nested();
            } else {
                JCSystem.commitTransaction();
            }
            return 0;
        } catch (CardRuntimeException e) {
            if (JCSystem.getTransactionDepth() == 1) {
                JCSystem.abortTransaction();
            }
            return e.getReason();
        }
    }

    /** What ends process: the status word depends on the class of the exception (JCRE 3.0.5, 3.3). */
    private static short exception(byte which) {
        byte[] bytes = new byte[1];
        switch (which) {
            case 0: ISOException.throwIt((short) 0x6A95);
            case 1: return bytes[which];
            case 2: bytes = null; return bytes[0];
            case 3: CardRuntimeException.throwIt((short) 0x6A96); return 0;
            case 4: return (short) (1 / (short) (which - 4));
            case 5: throw new ISOException((short) 0x6A97);
            case 6:
                try {
                    throw new Trouble((short) 0x0A98);
                } catch (Trouble e) {
                    return e.getReason();
                }
            case 7: for (;;) { which++; }
            case 8: return exception(which);
            default: return 1;
        }
    }
}
