package eu.tsms.carkey;

import javacard.framework.APDU;
import javacard.framework.Applet;
import javacard.framework.ISO7816;
import javacard.framework.ISOException;
import javacard.framework.JCSystem;
import javacard.framework.Util;
import javacard.security.ECPublicKey;
import javacard.security.KeyPair;
import javacard.security.Signature;

/**
 * A key for a car: a P-256 key pair that is made on the card when the applet is installed and never leaves it. Who knows the public key can have a
 * challenge signed. The interface is described in applets/CarKey/README.md.
 */
public final class CarKeyApplet extends Applet {
    private static final byte INS_GET_PUBLIC_KEY = (byte) 0x12;
    private static final byte INS_SIGN_CHALLENGE = (byte) 0x14;

    private static final byte VERSION_MAJOR = 1;
    private static final byte VERSION_MINOR = 0;

    private static final short CHALLENGE_MIN = (short) 16;
    private static final short CHALLENGE_MAX = (short) 64;

    private final KeyPair keyPair;
    private final Signature signature;

    /** The challenge is copied out of the APDU buffer, because the signature is written into it. */
    private final byte[] challenge;

    private CarKeyApplet() {
        challenge = JCSystem.makeTransientByteArray(CHALLENGE_MAX, JCSystem.CLEAR_ON_DESELECT);
        signature = Signature.getInstance(Signature.ALG_ECDSA_SHA_256, false);
        keyPair = P256.generate();
        signature.init(keyPair.getPrivate(), Signature.MODE_SIGN);
    }

    /** Makes an instance. Install parameters are not needed and not looked at. */
    public static void install(byte[] parameters, short offset, byte length) {
        CarKeyApplet applet = new CarKeyApplet();
        applet.register(parameters, (short) (offset + 1), parameters[offset]);
    }

    public void process(APDU apdu) {
        byte[] buffer = apdu.getBuffer();
        if (selectingApplet()) {
            sendVersion(apdu);
            return;
        }

        // Class 80 with the logical channel in its low bits (ISO/IEC 7816-4, 5.4.1). Secure messaging is not offered.
        if (apdu.isISOInterindustryCLA() || apdu.isSecureMessagingCLA()) {
            ISOException.throwIt(ISO7816.SW_CLA_NOT_SUPPORTED);
        }

        switch (buffer[ISO7816.OFFSET_INS]) {
            case INS_GET_PUBLIC_KEY:
                getPublicKey(apdu);
                break;
            case INS_SIGN_CHALLENGE:
                signChallenge(apdu);
                break;
            default:
                ISOException.throwIt(ISO7816.SW_INS_NOT_SUPPORTED);
        }
    }

    private void sendVersion(APDU apdu) {
        byte[] buffer = apdu.getBuffer();
        buffer[0] = VERSION_MAJOR;
        buffer[1] = VERSION_MINOR;
        apdu.setOutgoingAndSend((short) 0, (short) 2);
    }

    private void getPublicKey(APDU apdu) {
        requireNoParameters(apdu);
        short length = ((ECPublicKey) keyPair.getPublic()).getW(apdu.getBuffer(), (short) 0);
        if (length != P256.POINT_LENGTH) {
            ISOException.throwIt(ISO7816.SW_UNKNOWN);
        }

        apdu.setOutgoingAndSend((short) 0, length);
    }

    private void signChallenge(APDU apdu) {
        requireNoParameters(apdu);
        byte[] buffer = apdu.getBuffer();
        short length = apdu.setIncomingAndReceive();
        if (length != apdu.getIncomingLength() || length < CHALLENGE_MIN || length > CHALLENGE_MAX) {
            ISOException.throwIt(ISO7816.SW_WRONG_LENGTH);
        }

        Util.arrayCopyNonAtomic(buffer, apdu.getOffsetCdata(), challenge, (short) 0, length);
        short signed = signature.sign(challenge, (short) 0, length, buffer, (short) 0);
        apdu.setOutgoingAndSend((short) 0, signed);
    }

    private static void requireNoParameters(APDU apdu) {
        if (Util.getShort(apdu.getBuffer(), ISO7816.OFFSET_P1) != 0) {
            ISOException.throwIt(ISO7816.SW_INCORRECT_P1P2);
        }
    }
}
