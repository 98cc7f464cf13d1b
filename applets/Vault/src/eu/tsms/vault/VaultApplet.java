package eu.tsms.vault;

import javacard.framework.APDU;
import javacard.framework.Applet;
import javacard.framework.ISO7816;
import javacard.framework.ISOException;
import javacard.framework.JCSystem;
import org.globalplatform.Application;

/**
 * Records behind a PIN. Personalization over the security domain (STORE DATA) sets the first PIN and a label; before that no record can be made. The
 * interface is described in applets/Vault/README.md.
 */
public final class VaultApplet extends Applet implements Application {
    private static final byte INS_VERIFY = (byte) 0x20;
    private static final byte INS_CHANGE_PIN = (byte) 0x24;
    private static final byte INS_LIST = (byte) 0x36;
    private static final byte INS_READ = (byte) 0xB2;
    private static final byte INS_GET_INFO = (byte) 0xCA;
    private static final byte INS_UPDATE = (byte) 0xDC;
    private static final byte INS_CREATE = (byte) 0xE0;
    private static final byte INS_DELETE = (byte) 0xE4;

    private static final byte VERSION_MAJOR = 1;
    private static final byte VERSION_MINOR = 0;

    private final RecordStore records;
    private final VaultPin pin;
    private final Label label;
    private final StoreData storeData;

    private VaultApplet(byte count, byte size, byte tries) {
        records = new RecordStore(count, size);
        pin = new VaultPin(tries);
        label = new Label();
        storeData = new StoreData(pin, label);
    }

    /** Makes an instance; parameters are LV instance AID, LV control information, LV application parameters (see {@link VaultSettings}). */
    public static void install(byte[] parameters, short offset, byte length) {
        short aid = offset;
        short control = (short) (aid + 1 + (parameters[aid] & 0xFF));
        short own = (short) (control + 1 + (parameters[control] & 0xFF));
        short ownLength = (short) (parameters[own] & 0xFF);
        own++;
        VaultApplet applet = new VaultApplet(
                VaultSettings.records(parameters, own, ownLength),
                VaultSettings.recordSize(parameters, own, ownLength),
                VaultSettings.tries(parameters, own, ownLength));
        applet.register(parameters, (short) (aid + 1), parameters[aid]);
    }

    public void deselect() {
        pin.forget();
    }

    /** Personalization data that the security domain hands on (GlobalPlatform Card API). */
    public void processData(byte[] buffer, short offset, short length) {
        storeData.process(buffer, offset, length);
    }

    public void process(APDU apdu) {
        byte[] buffer = apdu.getBuffer();
        if (selectingApplet()) {
            getInfo(apdu);
            return;
        }

        // Class 80 with the logical channel in its low bits (ISO/IEC 7816-4, 5.4.1). Secure messaging is not offered.
        if (apdu.isISOInterindustryCLA() || apdu.isSecureMessagingCLA()) {
            ISOException.throwIt(ISO7816.SW_CLA_NOT_SUPPORTED);
        }

        switch (buffer[ISO7816.OFFSET_INS]) {
            case INS_GET_INFO:
                requireP1P2(apdu, false);
                getInfo(apdu);
                break;
            case INS_VERIFY:
                verify(apdu);
                break;
            case INS_CHANGE_PIN:
                changePin(apdu);
                break;
            case INS_LIST:
                list(apdu);
                break;
            case INS_CREATE:
                create(apdu);
                break;
            case INS_READ:
                read(apdu);
                break;
            case INS_UPDATE:
                update(apdu);
                break;
            case INS_DELETE:
                delete(apdu);
                break;
            default:
                ISOException.throwIt(ISO7816.SW_INS_NOT_SUPPORTED);
        }
    }

    private void getInfo(APDU apdu) {
        byte[] buffer = apdu.getBuffer();
        short at = 0;
        buffer[at++] = VERSION_MAJOR;
        buffer[at++] = VERSION_MINOR;
        buffer[at++] = (byte) (pin.isSet() ? 1 : 0);
        buffer[at++] = pin.triesLeft();
        buffer[at++] = records.capacity();
        buffer[at++] = records.recordSize();
        buffer[at++] = records.used();
        at += label.copyTo(buffer, at);
        apdu.setOutgoingAndSend((short) 0, at);
    }

    private void verify(APDU apdu) {
        requireP1P2(apdu, false);
        requirePinSet();
        short length = receive(apdu);
        if (length == 0) {
            pin.answerState();
        } else {
            VaultPin.requireLength(length);
            pin.verify(apdu.getBuffer(), apdu.getOffsetCdata(), (byte) length);
        }
    }

    /** LV old PIN, LV new PIN. Afterwards the new one has to be verified. */
    private void changePin(APDU apdu) {
        requireP1P2(apdu, false);
        requirePinSet();
        byte[] buffer = apdu.getBuffer();
        short length = receive(apdu);
        short oldPin = apdu.getOffsetCdata();
        short end = (short) (oldPin + length);
        short newPin = nextLv(buffer, oldPin, end);
        if (newPin >= end || nextLv(buffer, newPin, end) != end) {
            ISOException.throwIt(ISO7816.SW_WRONG_LENGTH);
        }

        VaultPin.requireLength(buffer[newPin]);
        VaultPin.requireLength(buffer[oldPin]);
        pin.verify(buffer, (short) (oldPin + 1), buffer[oldPin]);
        JCSystem.beginTransaction();
        pin.set(buffer, (short) (newPin + 1), buffer[newPin]);
        JCSystem.commitTransaction();
    }

    private void list(APDU apdu) {
        requireP1P2(apdu, false);
        requireVerified();
        apdu.setOutgoingAndSend((short) 0, records.list(apdu.getBuffer(), (short) 0));
    }

    private void create(APDU apdu) {
        requireP1P2(apdu, false);
        requireVerified();
        short length = receive(apdu);
        byte[] buffer = apdu.getBuffer();
        buffer[0] = records.create(buffer, apdu.getOffsetCdata(), length);
        apdu.setOutgoingAndSend((short) 0, (short) 1);
    }

    private void read(APDU apdu) {
        requireP1P2(apdu, true);
        requireVerified();
        byte[] buffer = apdu.getBuffer();
        apdu.setOutgoingAndSend((short) 0, records.read(buffer[ISO7816.OFFSET_P1], buffer, (short) 0));
    }

    private void update(APDU apdu) {
        requireP1P2(apdu, true);
        requireVerified();
        short length = receive(apdu);
        byte[] buffer = apdu.getBuffer();
        records.update(buffer[ISO7816.OFFSET_P1], buffer, apdu.getOffsetCdata(), length);
    }

    private void delete(APDU apdu) {
        requireP1P2(apdu, true);
        requireVerified();
        records.delete(apdu.getBuffer()[ISO7816.OFFSET_P1]);
    }

    /** Where the LV behind the one at an offset begins; the end or beyond when there is none. */
    private static short nextLv(byte[] buffer, short at, short end) {
        return at < end ? (short) (at + 1 + (buffer[at] & 0xFF)) : end;
    }

    private static short receive(APDU apdu) {
        short length = apdu.setIncomingAndReceive();
        if (length != apdu.getIncomingLength()) {
            ISOException.throwIt(ISO7816.SW_WRONG_LENGTH);
        }

        return length;
    }

    private static void requireP1P2(APDU apdu, boolean p1IsRecord) {
        byte[] buffer = apdu.getBuffer();
        if (buffer[ISO7816.OFFSET_P2] != 0 || (!p1IsRecord && buffer[ISO7816.OFFSET_P1] != 0)) {
            ISOException.throwIt(ISO7816.SW_INCORRECT_P1P2);
        }
    }

    private void requirePinSet() {
        if (!pin.isSet()) {
            ISOException.throwIt(ISO7816.SW_CONDITIONS_NOT_SATISFIED);
        }
    }

    private void requireVerified() {
        requirePinSet();
        if (!pin.isVerified()) {
            ISOException.throwIt(ISO7816.SW_SECURITY_STATUS_NOT_SATISFIED);
        }
    }
}
