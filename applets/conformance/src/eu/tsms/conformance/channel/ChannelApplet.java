package eu.tsms.conformance.channel;

import javacard.framework.APDU;
import javacard.framework.Applet;
import javacard.framework.ISO7816;
import javacard.framework.ISOException;
import javacard.framework.Util;
import org.globalplatform.GPSystem;
import org.globalplatform.SecureChannel;

/**
 * An applet that is personalised through the secure channel of its security domain, which opens it, checks its commands and protects its answers.
 */
public final class ChannelApplet extends Applet {
    private static final byte INS_INITIALIZE_UPDATE = 0x50;
    private static final byte INS_EXTERNAL_AUTHENTICATE = (byte) 0x82;
    private static final short STATUS_BYTES = 2;

    private final byte[] kept = new byte[16];

    private ChannelApplet(byte[] parameters, short offset) {
        register(parameters, (short) (offset + 1), parameters[offset]);
    }

    public static void install(byte[] parameters, short offset, byte length) {
        new ChannelApplet(parameters, offset);
    }

    public void process(APDU apdu) {
        if (selectingApplet()) {
            return;
        }
        SecureChannel channel = GPSystem.getSecureChannel();
        byte[] buffer = apdu.getBuffer();
        switch (buffer[ISO7816.OFFSET_INS]) {
            case INS_INITIALIZE_UPDATE:
            case INS_EXTERNAL_AUTHENTICATE:
                short length = channel.processSecurity(apdu);
                if (length > 0) {
                    apdu.setOutgoingAndSend(ISO7816.OFFSET_CDATA, length);
                }
                return;
            case 0x01: level(apdu, channel, buffer); return;
            case 0x02: reverse(apdu, channel, buffer); return;
            case 0x03: keep(apdu, channel, buffer); return;
            case 0x04: tell(apdu, channel, buffer); return;
            case 0x05: channel.resetSecurity(); return;
            case 0x06: protocol(apdu, buffer); return;
            case 0x07: reformatted(apdu, channel, buffer); return;
            default: ISOException.throwIt(ISO7816.SW_INS_NOT_SUPPORTED);
        }
    }

    /** 01: the security level. */
    private static void level(APDU apdu, SecureChannel channel, byte[] buffer) {
        buffer[0] = channel.getSecurityLevel();
        apdu.setOutgoingAndSend((short) 0, (short) 1);
    }

    /** 02: the data of the command backwards, with the protection of the session. */
    private static void reverse(APDU apdu, SecureChannel channel, byte[] buffer) {
        short length = (short) (receive(apdu, channel, buffer) - ISO7816.OFFSET_CDATA);
        for (short i = 0; i < (short) (length / 2); i++) {
            short left = (short) (ISO7816.OFFSET_CDATA + i);
            short right = (short) (ISO7816.OFFSET_CDATA + length - 1 - i);
            byte moved = buffer[left];
            buffer[left] = buffer[right];
            buffer[right] = moved;
        }
        answer(apdu, channel, buffer, length);
    }

    /** 03: keeps 16 bytes that are enciphered under the key for data. */
    private void keep(APDU apdu, SecureChannel channel, byte[] buffer) {
        short length = (short) (receive(apdu, channel, buffer) - ISO7816.OFFSET_CDATA);
        if (channel.decryptData(buffer, ISO7816.OFFSET_CDATA, length) != kept.length) {
            ISOException.throwIt(ISO7816.SW_WRONG_LENGTH);
        }
        Util.arrayCopy(buffer, ISO7816.OFFSET_CDATA, kept, (short) 0, (short) kept.length);
        answer(apdu, channel, buffer, (short) 0);
    }

    /** 04: what was kept; with P1 = 1 enciphered under the key for data. */
    private void tell(APDU apdu, SecureChannel channel, byte[] buffer) {
        byte how = buffer[ISO7816.OFFSET_P1];
        receive(apdu, channel, buffer);
        Util.arrayCopyNonAtomic(kept, (short) 0, buffer, ISO7816.OFFSET_CDATA, (short) kept.length);
        short length = how == 1 ? channel.encryptData(buffer, ISO7816.OFFSET_CDATA, (short) kept.length) : (short) kept.length;
        answer(apdu, channel, buffer, length);
    }

    /** 07: the length after unwrap, and Lc. */
    private static void reformatted(APDU apdu, SecureChannel channel, byte[] buffer) {
        short length = channel.unwrap(buffer, (short) 0, (short) (apdu.setIncomingAndReceive() + ISO7816.OFFSET_CDATA));
        short lc = buffer[ISO7816.OFFSET_LC];
        Util.setShort(buffer, (short) 0, length);
        Util.setShort(buffer, (short) 2, lc);
        Util.setShort(buffer, (short) 4, ISO7816.SW_NO_ERROR);
        apdu.setOutgoingAndSend((short) 0, channel.wrap(buffer, (short) 0, (short) 6));
    }

    /** 06: protocol, size of blocks in, size of blocks out. */
    private static void protocol(APDU apdu, byte[] buffer) {
        Util.setShort(buffer, (short) 0, APDU.getProtocol());
        Util.setShort(buffer, (short) 2, APDU.getInBlockSize());
        Util.setShort(buffer, (short) 4, APDU.getOutBlockSize());
        apdu.setOutgoingAndSend((short) 0, (short) 6);
    }

    private static short receive(APDU apdu, SecureChannel channel, byte[] buffer) {
        short length = (short) (apdu.setIncomingAndReceive() + ISO7816.OFFSET_CDATA);
        if (channel.getSecurityLevel() == SecureChannel.NO_SECURITY_LEVEL) {
            ISOException.throwIt(ISO7816.SW_SECURITY_STATUS_NOT_SATISFIED);
        }
        return channel.unwrap(buffer, (short) 0, length);
    }

    private static void answer(APDU apdu, SecureChannel channel, byte[] buffer, short length) {
        Util.setShort(buffer, (short) (ISO7816.OFFSET_CDATA + length), ISO7816.SW_NO_ERROR);
        short wrapped = channel.wrap(buffer, ISO7816.OFFSET_CDATA, (short) (length + STATUS_BYTES));
        apdu.setOutgoingAndSend(ISO7816.OFFSET_CDATA, wrapped);
    }
}
