package eu.tsms.conformance.api;

import javacard.framework.APDU;
import javacard.framework.APDUException;
import javacard.framework.Util;

/** Data in and out by the methods of APDU. */
final class Apdus {
    private Apdus() {
    }

    /** Takes all data in, part by part, and answers their sum, their length and where they begin. */
    static void receive(APDU apdu) {
        byte[] buffer = apdu.getBuffer();
        short read = apdu.setIncomingAndReceive();
        short offset = apdu.getOffsetCdata();
        short length = apdu.getIncomingLength();
        short sum = 0;
        short total = 0;
        while (read > 0) {
            for (short i = 0; i < read; i++) {
                sum += buffer[(short) (offset + i)] & 0xFF;
            }
            total += read;
            read = total < length ? apdu.receiveBytes(offset) : 0;
        }
        short last = apdu.getCurrentState();
        Util.setShort(buffer, (short) 0, sum);
        Util.setShort(buffer, (short) 2, length);
        Util.setShort(buffer, (short) 4, offset);
        Util.setShort(buffer, (short) 6, last);
        apdu.setOutgoing();
        apdu.setOutgoingLength((short) 8);
        apdu.sendBytes((short) 0, (short) 8);
    }

    /** Sends from an array of its own; P1: 1 a length that is none is announced, 2 it sends before setOutgoing. */
    static void sendLong(APDU apdu) {
        byte[] buffer = apdu.getBuffer();
        byte which = buffer[2];
        byte[] own = new byte[20];
        Util.arrayFillNonAtomic(own, (short) 0, (short) 20, (byte) 0x5A);
        try {
            if (which != 2) {
                apdu.setOutgoing();
                apdu.setOutgoingLength(which == 1 ? (short) -1 : 20);
            }
            apdu.sendBytesLong(own, (short) 0, (short) 12);
            apdu.sendBytesLong(own, (short) 12, (short) 8);
        } catch (APDUException e) {
            Util.setShort(buffer, (short) 0, e.getReason());
            if (which == 2) {
                apdu.setOutgoing();
            }
            apdu.setOutgoingLength((short) 2);
            apdu.sendBytes((short) 0, (short) 2);
        }
    }

    /** The buffer as it stands, P1 bytes. */
    static void asItStands(APDU apdu) {
        apdu.setOutgoingAndSend((short) 0, (short) (apdu.getBuffer()[2] & 0xFF));
    }

    /** An answer without chaining of blocks: P1 bytes of the four that it announces; P2 is not 0: announces that many bytes and answers the reason, if it may not. */
    static void unchained(APDU apdu) {
        byte[] buffer = apdu.getBuffer();
        short length = buffer[2];
        short announced = (short) (buffer[3] & 0xFF);
        if (announced != 0) {
            apdu.setOutgoingNoChaining();
            try {
                apdu.setOutgoingLength(announced == 0xFF ? (short) 256 : announced);
                apdu.sendBytes((short) 0, announced);
            } catch (APDUException e) {
                Util.setShort(buffer, (short) 0, e.getReason());
                apdu.setOutgoingLength((short) 2);
                apdu.sendBytes((short) 0, (short) 2);
            }
            return;
        }
        apdu.setOutgoingNoChaining();
        apdu.setOutgoingLength((short) 4);
        Util.arrayFillNonAtomic(buffer, (short) 0, (short) 4, (byte) 0x33);
        apdu.sendBytes((short) 0, length);
    }
}
