package eu.tsms.conformance.newapi;

import javacard.framework.APDU;
import javacard.framework.Applet;
import javacard.framework.ISO7816;
import javacard.framework.ISOException;
import javacard.framework.JCSystem;
import javacard.framework.Util;
import javacard.security.CryptoException;
import javacard.security.Key;
import javacard.security.KeyAgreement;
import javacard.security.KeyBuilder;
import javacard.security.KeyPair;
import javacard.security.MessageDigest;
import javacard.security.NamedParameterSpec;
import javacard.security.PrivateKey;
import javacard.security.PublicKey;
import javacard.security.Signature;
import javacard.security.XECKey;
import javacard.security.XECPrivateKey;
import javacard.security.XECPublicKey;
import javacardx.crypto.Cipher;

/**
 * Keys over named curves, since Java Card 3.1. 20: key (P1 1: private) into place P2, two bytes of name and the encoding · 21: agreement of key P2 with the data ·
 * 22: signature P1 by key P2 over the data · 23: is it one; length of the message in one byte before it · 24: what a pair made here says of itself, by the name in the data ·
 * 25: what comes of wrong values, P1. A CryptoException is 6C and its reason.
 */
public final class NewApiApplet extends Applet {
    private final Key[] keys = new Key[4];
    private final byte[] out = JCSystem.makeTransientByteArray((short) 120, JCSystem.CLEAR_ON_RESET);

    private NewApiApplet() {
        register();
    }

    public static void install(byte[] data, short at, byte length) {
        new NewApiApplet();
    }

    public void process(APDU apdu) {
        if (selectingApplet()) {
            return;
        }
        byte[] buffer = apdu.getBuffer();
        short length = apdu.setIncomingAndReceive();
        short answer = 0;
        try {
            answer = run(buffer, length);
        } catch (CryptoException e) {
            ISOException.throwIt((short) (0x6C00 | e.getReason()));
        }
        apdu.setOutgoing();
        apdu.setOutgoingLength(answer);
        apdu.sendBytesLong(out, (short) 0, answer);
    }

    private short run(byte[] buffer, short length) {
        byte p1 = buffer[ISO7816.OFFSET_P1];
        byte p2 = buffer[ISO7816.OFFSET_P2];
        switch (buffer[ISO7816.OFFSET_INS]) {
            case 0x20: {
                NamedParameterSpec spec = NamedParameterSpec.getInstance(Util.getShort(buffer, ISO7816.OFFSET_CDATA));
                keys[p2] = KeyBuilder.buildXECKey(spec, p1 == 1 ? KeyBuilder.ATTR_PRIVATE : KeyBuilder.ATTR_PUBLIC, false);
                ((XECKey) keys[p2]).setEncoded(buffer, (short) (ISO7816.OFFSET_CDATA + 2), (short) (length - 2));
                return 0;
            }
            case 0x21: {
                KeyAgreement agreement = KeyAgreement.getInstance(KeyAgreement.ALG_XDH, false);
                agreement.init((PrivateKey) keys[p2]);
                return agreement.generateSecret(buffer, ISO7816.OFFSET_CDATA, length, out, (short) 0);
            }
            case 0x22: {
                Signature signature = Signature.getInstance(MessageDigest.ALG_NULL, p1, Cipher.PAD_NULL, false);
                signature.init(keys[p2], Signature.MODE_SIGN);
                if (length > 1) {
                    signature.update(buffer, ISO7816.OFFSET_CDATA, (short) 1);
                    return signature.sign(buffer, (short) (ISO7816.OFFSET_CDATA + 1), (short) (length - 1), out, (short) 0);
                }
                short size = signature.getLength();
                return signature.sign(buffer, ISO7816.OFFSET_CDATA, length, out, (short) 0) == size ? size : 0;
            }
            case 0x23: {
                Signature signature = Signature.getInstance(MessageDigest.ALG_NULL, p1, Cipher.PAD_NULL, false);
                signature.init(keys[p2], Signature.MODE_VERIFY);
                short message = (short) (buffer[ISO7816.OFFSET_CDATA] & 0xFF);
                short at = (short) (ISO7816.OFFSET_CDATA + 1);
                out[0] = signature.verify(buffer, at, message, buffer, (short) (at + message), (short) (length - 1 - message)) ? (byte) 1 : (byte) 0;
                return 1;
            }
            case 0x24:
                return pair(NamedParameterSpec.getInstance(Util.getShort(buffer, ISO7816.OFFSET_CDATA)));
            default:
                wrong(p1, buffer);
                return 0;
        }
    }

    // Length, size, type, name, memory of both keys, and whether what is read back is what was set.
    private short pair(NamedParameterSpec spec) {
        XECPublicKey open = (XECPublicKey) KeyBuilder.buildXECKey(spec, KeyBuilder.ATTR_PUBLIC, false);
        XECPrivateKey own = (XECPrivateKey) KeyBuilder.buildXECKey(spec, (short) (KeyBuilder.ATTR_PRIVATE | JCSystem.MEMORY_TYPE_TRANSIENT_RESET), false);
        KeyPair pair = new KeyPair((PublicKey) open, (PrivateKey) own);
        out[0] = open.isInitialized() || own.isInitialized() ? (byte) 1 : (byte) 0;
        pair.genKeyPair();
        out[1] = open.isInitialized() && own.isInitialized() ? (byte) 1 : (byte) 0;
        out[2] = (byte) open.getEncodingLength();
        out[3] = (byte) own.getEncodingLength();
        Util.setShort(out, (short) 4, open.getSize());
        Util.setShort(out, (short) 6, own.getSize());
        out[8] = open.getType();
        out[9] = own.getType();
        Util.setShort(out, (short) 10, open.getParams().getName());
        Util.setShort(out, (short) 12, own.getParams().getName());
        out[14] = KeyBuilder.getMemoryType(open);
        out[15] = KeyBuilder.getMemoryType(own);
        byte[] first = new byte[60];
        byte[] second = new byte[60];
        short size = open.getEncoded(first, (short) 0);
        XECKey copy = (XECKey) KeyBuilder.buildXECKey(copyOf(open), KeyBuilder.ATTR_PUBLIC, false);
        copy.setEncoded(first, (short) 0, size);
        out[16] = copy.getEncoded(second, (short) 0) == size && copy.getEncodingLength() == size
            && Util.arrayCompare(first, (short) 0, second, (short) 0, size) == 0 ? (byte) 1 : (byte) 0;
        open.setEncoded(second, (short) 0, size);
        own.getEncoded(first, (short) 0);
        own.setEncoded(first, (short) 0, size);
        pair.genKeyPair(spec);
        open.getEncoded(first, (short) 0);
        out[17] = Util.arrayCompare(first, (short) 0, second, (short) 0, size) != 0 ? (byte) 1 : (byte) 0;
        open.clearKey();
        own.clearKey();
        out[18] = open.isInitialized() || own.isInitialized() ? (byte) 1 : (byte) 0;
        return 19;
    }

    private static NamedParameterSpec copyOf(XECKey key) {
        return key.getParams();
    }

    private void wrong(byte which, byte[] buffer) {
        switch (which) {
            case 0:
                NamedParameterSpec.getInstance(NamedParameterSpec.SM2);
                break;
            case 1:
                KeyBuilder.buildXECKey(NamedParameterSpec.getInstance(NamedParameterSpec.X25519), (short) 7, false);
                break;
            case 2:
                ((XECKey) KeyBuilder.buildXECKey(NamedParameterSpec.getInstance(NamedParameterSpec.X448), KeyBuilder.ATTR_PUBLIC, false)).setEncoded(buffer, (short) 0, (short) 32);
                break;
            default:
                ((XECKey) KeyBuilder.buildXECKey(NamedParameterSpec.getInstance(NamedParameterSpec.X448), KeyBuilder.ATTR_PUBLIC, false)).getEncoded(out, (short) 0);
                break;
        }
    }
}
