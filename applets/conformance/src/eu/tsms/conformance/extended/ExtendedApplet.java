package eu.tsms.conformance.extended;

import eu.tsms.conformance.library.Plain;
import eu.tsms.conformance.library.Standard;
import java.io.IOException;
import javacard.framework.APDU;
import javacard.framework.Applet;
import javacard.framework.ISO7816;
import javacard.framework.ISOException;
import javacard.framework.Resources;
import javacard.framework.Util;

/** What the extended format brings: static resources, and classes of another package of the same CAP file. */
public final class ExtendedApplet extends Applet {
    public static void install(byte[] parameters, short offset, byte length) {
        new ExtendedApplet().register(parameters, (short) (offset + 1), parameters[offset]);
    }

    public void process(APDU apdu) {
        if (selectingApplet()) {
            return;
        }
        byte[] buffer = apdu.getBuffer();
        byte first = buffer[ISO7816.OFFSET_P1];
        byte second = buffer[ISO7816.OFFSET_P2];
        try {
            switch (buffer[ISO7816.OFFSET_INS]) {
                case 0x01: send(apdu, buffer, Resources.getResources().getView(first)); return;
                case 0x02: send(apdu, buffer, Resources.getResources().getView(first, second, (short) 2)); return;
                case 0x03: number(apdu, buffer, Resources.getResources().getSize(first)); return;
                case 0x04: number(apdu, buffer, answer(first, second)); return;
                default: ISOException.throwIt(ISO7816.SW_INS_NOT_SUPPORTED);
            }
        } catch (IOException e) {
            ISOException.throwIt(ISO7816.SW_FILE_NOT_FOUND);
        }
    }

    /** A class of the other package, and one of this package that extends it and has a package-visible method of the same name. */
    private static short answer(short first, short second) {
        Standard other = new Plain(first);
        Standard own = new More(second);
        return (short) (other.answer() * 256 + own.answer());
    }

    private static void send(APDU apdu, byte[] buffer, byte[] view) {
        Util.arrayCopyNonAtomic(view, (short) 0, buffer, (short) 0, (short) view.length);
        apdu.setOutgoingAndSend((short) 0, (short) view.length);
    }

    private static void number(APDU apdu, byte[] buffer, short number) {
        Util.setShort(buffer, (short) 0, number);
        apdu.setOutgoingAndSend((short) 0, (short) 2);
    }
}
