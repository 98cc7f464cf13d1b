package eu.tsms.conformance.client;

import eu.tsms.conformance.library.Plain;
import eu.tsms.conformance.library.Standard;
import eu.tsms.conformance.server.Service;
import javacard.framework.AID;
import javacard.framework.APDU;
import javacard.framework.ISOException;
import javacard.framework.JCSystem;
import javacard.framework.Shareable;

/** The access rules of JCRE 3.0.5, 6.2.8, one by one; the applet turns a SecurityException into 5EC0. */
final class Firewall {
    private static Object place;

    private Object field;
    private final Object[] component = new Object[1];
    private final byte[] own = new byte[4];
    private final byte[] onDeselect = JCSystem.makeTransientByteArray((short) 4, JCSystem.CLEAR_ON_DESELECT);

    short run(byte rule, Service s, APDU apdu) {
        byte[] buffer = apdu.getBuffer();
        switch (rule) {
            // 6.2.8.1: static fields are nobody's
            case 0x10: Plain.count = 77; return Plain.count;
            case 0x11: place = buffer; return 0;
            case 0x12: place = apdu; return 0;
            case 0x13: place = s.bytes(); place = null; return 1;
            case 0x14: place = JCSystem.getAID(); return ((AID) place).equals(JCSystem.getAID()) ? (short) 1 : (short) 0;
            case 0x15: field = s.bytes(); return 1; // kept: the server cannot be deleted before the client (11.3.4.1)

            // 6.2.8.2: arrays
            case 0x20: return s.bytes()[0];
            case 0x21: s.bytes()[0] = 1; return 0;
            case 0x22: return s.shorts()[0];
            case 0x23: s.shorts()[0] = 1; return 0;
            case 0x24: return (short) s.ints()[0];
            case 0x25: s.ints()[0] = 1; return 0;
            case 0x26: return s.objects()[0] == null ? (short) 1 : (short) 0;
            case 0x27: s.objects()[0] = null; return 0;
            case 0x28: return s.booleans()[0] ? (short) 1 : (short) 0;
            case 0x29: return (short) s.bytes().length;
            case 0x2A: component[0] = buffer; return 0;
            case 0x2B: component[0] = apdu; return 0;
            case 0x2C: component[0] = s.bytes(); component[0] = null; return 1;
            case 0x2D: buffer[10] = 0x42; return buffer[10];
            case 0x2E: return (Object) buffer instanceof byte[] ? (short) 1 : (short) 0;
            case 0x2F: Object foreign = s.bytes(); return foreign instanceof byte[] ? (short) 1 : (short) 0;
            case 0x30: Object array = s.bytes(); return (short) ((byte[]) array).length;
            case 0x31: own[0] = 9; return own[0];
            case 0x32: return s.onReset()[0];
            case 0x33: return s.onDeselect()[0];
            case 0x34: onDeselect[0] = 5; return onDeselect[0];

            // 6.2.8.3: fields
            case 0x40: return s.plain().number;
            case 0x41: s.plain().number = 1; return 0;
            case 0x42: return s.plain().small;
            case 0x43: s.plain().small = 1; return 0;
            case 0x44: return (short) s.plain().wide;
            case 0x45: s.plain().wide = 1; return 0;
            case 0x46: return s.plain().object == null ? (short) 1 : (short) 0;
            case 0x47: s.plain().object = null; return 0;
            case 0x48: field = buffer; return 0;
            case 0x49: field = apdu; return 0;
            case 0x4A: field = JCSystem.getAID(); return 1;
            case 0x4B: field = s.plain(); field = null; return 1;

            // 6.2.8.4: methods of instances
            case 0x50: return s.plain().answer();
            case 0x51: return JCSystem.getAID().equals(JCSystem.getAID()) ? (short) 1 : (short) 0;
            case 0x52: return apdu.getCLAChannel();
            case 0x53: return s.plain().equals(this) ? (short) 1 : (short) 0;
            case 0x54: return s.exception().getReason();

            // 6.2.8.5: methods of interfaces that are not shareable
            case 0x58: return s.standard().answer();
            case 0x59: Standard mine = new Plain((short) 40); return mine.answer();

            // 6.2.8.6: methods of shareable interfaces
            case 0x60: return s.add((short) 40, (short) 2);
            case 0x61: s.fill(own); return own[0];
            case 0x62: s.fill(buffer); return buffer[0];
            case 0x63: return s.read(new Plain((short) 3));
            case 0x64: return s.caller();
            case 0x65: return s.isItself() ? (short) 1 : (short) 0;
            case 0x66: return JCSystem.getPreviousContextAID() == null ? (short) 1 : (short) 0;
            case 0x67: s.makeOnDeselect(); return 0;

            default: return types(rule, s, apdu);
        }
    }

    private static short types(byte rule, Service s, APDU apdu) {
        switch (rule) {
            // 6.2.8.7: exceptions
            case 0x68: throw s.exception();
            case 0x69: s.fail((short) 0x6A78); return 0;
            case 0x6A: s.refuse((short) 0x6A79); return 0;
            case 0x6B:
                try {
                    s.refuse((short) 0x6A7A);
                    return 0;
                } catch (ISOException e) {
                    return e.getReason();
                }
            case 0x6C:
                try {
                    s.fail((short) 0x6A7B);
                    return 0;
                } catch (ISOException e) {
                    return 0x0A7B;
                }

            // 6.2.8.8 and 6.2.8.9: casts of what is not shared
            case 0x70: Object a = s.plain(); return ((Plain) a) == null ? (short) 0 : (short) 1;
            case 0x71: Object b = s.plain(); return b instanceof Plain ? (short) 1 : (short) 0;
            case 0x72: Object c = s.plain(); return ((Standard) c) == null ? (short) 0 : (short) 1;
            case 0x73: Object d = s.plain(); return d instanceof Standard ? (short) 1 : (short) 0;
            case 0x74: Object e = apdu; return e instanceof APDU ? (short) 1 : (short) 0;
            case 0x75: Object f = JCSystem.getAID(); return ((AID) f) == null ? (short) 0 : (short) 1;

            // 6.2.8.10: casts to shareable interfaces
            case 0x78: Object g = s.self(); return ((Service) g).add((short) 1, (short) 2);
            case 0x79: Object h = s.self(); return h instanceof Shareable ? (short) 1 : (short) 0;
            case 0x7A: Object i = s.self(); return i instanceof Standard ? (short) 1 : (short) 0;

            // 6.2.8.11: methods of arrays
            case 0x7C: return apdu.getBuffer().equals(apdu.getBuffer()) ? (short) 1 : (short) 0;
            case 0x7D: return s.bytes().equals(s) ? (short) 1 : (short) 0;
            case 0x7E: return new byte[1].equals(s) ? (short) 1 : (short) 0;
            default: return (short) 0xFFFF;
        }
    }
}
