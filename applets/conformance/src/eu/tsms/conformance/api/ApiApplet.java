package eu.tsms.conformance.api;

import javacard.framework.AID;
import javacard.framework.APDU;
import javacard.framework.Applet;
import javacard.framework.ISO7816;
import javacard.framework.ISOException;
import javacard.framework.Shareable;
import javacard.framework.Util;
import javacardx.apdu.ExtendedLength;

/**
 * The methods of the API 3.0.5 one by one. 01 to 0F: groups that look at the results by themselves and answer how many they looked at, which was the first that
 * was not as the specification says (0: none), and what it was. 10 to 13: data in and out, see Apdus. 14, 15: initial vectors from one command to another, see
 * Vectors. From 20 on: cryptography with data and keys of the host, see Crypto.
 */
public final class ApiApplet extends Applet implements ExtendedLength {
    private final Crypto crypto;
    private final Framework framework;
    private final Vectors vectors;
    private final Faults faults;

    private ApiApplet(byte[] data, short at, byte length) {
        crypto = new Crypto();
        framework = new Framework();
        vectors = new Vectors();
        faults = new Faults();
        register(data, (short) (at + 1), data[at]);
    }

    public static void install(byte[] data, short at, byte length) {
        try {
            Applet.install(data, at, length);
        } catch (ISOException e) {
            // What a class inherits makes no applet.
            new ApiApplet(data, at, length);
        }
    }

    public boolean select() {
        return super.select();
    }

    public void deselect() {
        super.deselect();
    }

    public Shareable getShareableInterfaceObject(AID client, byte parameter) {
        return super.getShareableInterfaceObject(client, parameter);
    }

    public void process(APDU apdu) {
        byte[] buffer = apdu.getBuffer();
        if (selectingApplet()) {
            Check.begin();
            Check.no(reSelectingApplet());
            return;
        }
        Check.begin();
        switch (buffer[ISO7816.OFFSET_INS]) {
            case 0x01:
                Lang.run();
                break;
            case 0x02:
                framework.run(apdu);
                break;
            case 0x03:
                Memory.run();
                break;
            case 0x04:
                Pins.run();
                break;
            case 0x05:
                Utils.run();
                break;
            case 0x06:
                Tlv.run();
                break;
            case 0x07:
                Maths.run();
                break;
            case 0x08:
                Strings.run();
                break;
            case 0x09:
                Biometry.run();
                break;
            case 0x0A:
                Sensitive.run();
                break;
            case 0x0B:
                Keys.run();
                break;
            case 0x0C:
                Own.run();
                break;
            case 0x0D:
                vectors.run();
                break;
            case 0x0E:
                faults.run();
                break;
            case 0x10:
                Apdus.receive(apdu);
                return;
            case 0x11:
                Apdus.sendLong(apdu);
                return;
            case 0x12:
                Apdus.unchained(apdu);
                return;
            case 0x13:
                Apdus.asItStands(apdu);
                return;
            case 0x14:
                vectors.init();
                return;
            case 0x15:
                apdu.setOutgoingAndSend((short) 0, vectors.next(buffer));
                return;
            default:
                crypto.process(apdu);
                return;
        }
        Util.setShort(buffer, (short) 0, Check.count);
        Util.setShort(buffer, (short) 2, Check.failed);
        Util.setShort(buffer, (short) 4, Check.got);
        apdu.setOutgoingAndSend((short) 0, (short) 6);
    }
}
