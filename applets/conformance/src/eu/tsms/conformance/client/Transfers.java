package eu.tsms.conformance.client;

import javacard.framework.APDU;
import javacard.framework.ISO7816;
import javacard.framework.ISOException;
import javacard.framework.Util;

/**
 * Data in and out. P1 01: echo; 02: P2 times 16 bytes out, whatever is expected; 03: in pieces; 04: less than announced; 05: the length that is expected;
 * 06: more than announced; 07: the same without chaining, less than announced; 08: the sum of all bytes that come in.
 */
final class Transfers {
    private Transfers() {
    }

    static void process(APDU apdu) {
        byte[] buffer = apdu.getBuffer();
        short size = (short) ((buffer[ISO7816.OFFSET_P2] & 0xFF) * 16);
        switch (buffer[ISO7816.OFFSET_P1]) {
            case 1: echo(apdu, buffer); return;
            case 2:
                apdu.setOutgoing();
                apdu.setOutgoingLength(size);
                send(apdu, buffer, size);
                return;
            case 3:
                apdu.setOutgoing();
                apdu.setOutgoingLength((short) 6);
                for (short i = 0; i < 3; i++) {
                    Util.setShort(buffer, (short) 0, i);
                    apdu.sendBytes((short) 0, (short) 2);
                }
                return;
            case 4:
                apdu.setOutgoing();
                apdu.setOutgoingLength((short) 10);
                buffer[0] = 1;
                apdu.sendBytes((short) 0, (short) 1);
                return;
            case 5:
                short expected = apdu.setOutgoing();
                apdu.setOutgoingLength((short) 2);
                Util.setShort(buffer, (short) 0, expected);
                apdu.sendBytes((short) 0, (short) 2);
                return;
            case 6:
                apdu.setOutgoing();
                apdu.setOutgoingLength((short) 1);
                apdu.sendBytes((short) 0, (short) 2);
                return;
            case 7:
                apdu.setOutgoingNoChaining();
                apdu.setOutgoingLength((short) 4);
                buffer[0] = 1;
                apdu.sendBytes((short) 0, (short) 1);
                return;
            case 8: sum(apdu, buffer); return;
            case 9: Util.setShort(buffer, (short) 0, (short) (apdu.isCommandChainingCLA() ? 1 : 0)); apdu.setOutgoingAndSend((short) 0, (short) 2); return;
            default: ISOException.throwIt(ISO7816.SW_INCORRECT_P1P2);
        }
    }

    private static void echo(APDU apdu, byte[] buffer) {
        short length = apdu.setIncomingAndReceive();
        if (length != apdu.getIncomingLength()) {
            ISOException.throwIt(ISO7816.SW_WRONG_LENGTH);
        }
        short from = apdu.getOffsetCdata();
        apdu.setOutgoing();
        apdu.setOutgoingLength(length);
        apdu.sendBytes(from, length);
    }

    private static void sum(APDU apdu, byte[] buffer) {
        short length = apdu.setIncomingAndReceive();
        short from = apdu.getOffsetCdata();
        short all = apdu.getIncomingLength();
        short sum = 0;
        short got = length;
        short at = from;
        while (true) {
            for (short i = 0; i < length; i++) {
                sum += buffer[(short) (at + i)] & 0xFF;
            }
            if (got >= all) {
                break;
            }
            at = 0;
            length = apdu.receiveBytes((short) 0);
            got += length;
        }
        Util.setShort(buffer, (short) 0, got);
        Util.setShort(buffer, (short) 2, sum);
        apdu.setOutgoingAndSend((short) 0, (short) 4);
    }

    private static void send(APDU apdu, byte[] buffer, short size) {
        short sent = 0;
        while (sent < size) {
            for (short i = 0; i < 16; i++) {
                buffer[i] = (byte) (sent + i);
            }
            apdu.sendBytes((short) 0, (short) 16);
            sent += 16;
        }
    }
}
