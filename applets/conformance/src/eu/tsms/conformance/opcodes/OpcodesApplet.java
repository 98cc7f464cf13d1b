package eu.tsms.conformance.opcodes;

import javacard.framework.APDU;
import javacard.framework.Applet;
import javacard.framework.ISO7816;
import javacard.framework.ISOException;
import javacard.framework.JCSystem;
import javacard.framework.Util;

/** 80 10 group 00 04 a b: the result of a group as four bytes. 80 20 rounds: the mixed loop, a hundred times for each round. */
public final class OpcodesApplet extends Applet {
    private final byte[] scratch = JCSystem.makeTransientByteArray((short) 16, JCSystem.CLEAR_ON_RESET);

    public static void install(byte[] parameters, short offset, byte length) {
        new OpcodesApplet().register(parameters, (short) (offset + 1), parameters[offset]);
    }

    public void process(APDU apdu) {
        if (selectingApplet()) {
            return;
        }
        byte[] buffer = apdu.getBuffer();
        int result;
        switch (buffer[ISO7816.OFFSET_INS]) {
            case 0x10:
                apdu.setIncomingAndReceive();
                Util.arrayFillNonAtomic(scratch, (short) 0, (short) 16, (byte) 0);
                result = Work.run(
                    buffer[ISO7816.OFFSET_P1],
                    Util.getShort(buffer, ISO7816.OFFSET_CDATA),
                    Util.getShort(buffer, (short) (ISO7816.OFFSET_CDATA + 2)),
                    scratch);
                break;
            case 0x20:
                result = Loop.mixed(Util.getShort(buffer, ISO7816.OFFSET_P1), scratch);
                break;
            default:
                ISOException.throwIt(ISO7816.SW_INS_NOT_SUPPORTED);
                return;
        }
        Util.setShort(buffer, (short) 0, (short) (result >> 16));
        Util.setShort(buffer, (short) 2, (short) result);
        apdu.setOutgoingAndSend((short) 0, (short) 4);
    }
}
