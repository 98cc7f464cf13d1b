package eu.tsms.conformance.platform;

import javacard.framework.AID;
import javacard.framework.APDU;
import javacard.framework.Applet;
import javacard.framework.ISOException;
import javacard.framework.JCSystem;
import javacard.framework.Util;
import org.globalplatform.CVM;
import org.globalplatform.GPRegistryEntry;
import org.globalplatform.GPSystem;
import org.globalplatform.Personalization;
import org.globalplatform.SecureChannel;
import org.globalplatform.SecureChannelx;
import org.globalplatform.SecureChannelx2;
import org.globalplatform.upgrade.UpgradeManager;

/**
 * org.globalplatform 1.6 and its package upgrade 1.1. It is installed with the privileges CVM Management and Card Reset. 01: its own entry and the card ·
 * 02: the global PIN · 03: a secure channel without session · 04: upgrades · 05: how many calls were refused with P1P2. Answers: how many things were looked
 * at, which was the first that was not as it should be, what it was.
 */
public final class PlatformApplet extends Applet implements Personalization {
    private short count;
    private short failed;
    private short got;

    private PlatformApplet() {
        register();
    }

    public static void install(byte[] data, short at, byte length) {
        new PlatformApplet();
    }

    private void is(short wanted, short found) {
        count++;
        if (failed == 0 && wanted != found) {
            failed = count;
            got = found;
        }
    }

    private void is(boolean wanted, boolean found) {
        is(wanted ? (short) 1 : 0, found ? (short) 1 : 0);
    }

    /** Answers how many bytes stand behind the command and in the place for the answer that are not 0, and leaves some there. */
    public short processData(byte[] in, short inAt, short inLength, byte[] out, short outAt) {
        short found = 0;
        for (short i = (short) (inAt + inLength); i < in.length; i++) {
            found += in[i] == 0 ? 0 : 1;
        }
        for (short i = outAt; i < out.length; i++) {
            found += out[i] == 0 ? 0 : 1;
        }
        Util.arrayFillNonAtomic(out, outAt, (short) 32, (byte) 0x5A);
        Util.setShort(out, outAt, found);
        return 2;
    }

    public void process(APDU apdu) {
        if (selectingApplet()) {
            return;
        }
        byte[] buffer = apdu.getBuffer();
        count = 0;
        failed = 0;
        got = 0;
        switch (buffer[1]) {
            case 1:
                entry(buffer);
                break;
            case 2:
                pin(buffer);
                break;
            case 3:
                for (short i = 0; i < 16; i++) {
                    channel(i, apdu);
                }
                break;
            case 4:
                for (short i = 0; i < 5; i++) {
                    upgrade(i);
                }
                is(false, UpgradeManager.isUpgrading());
                break;
            case 5:
                is(true, GPSystem.setATRHistBytes(buffer, (short) 5, buffer[2]));
                break;
            case 6:
                is(buffer[2] != 0, GPSystem.lockCard());
                break;
            default:
                is(buffer[2] != 0, GPSystem.terminateCard());
                break;
        }
        Util.setShort(buffer, (short) 0, count);
        Util.setShort(buffer, (short) 2, failed);
        Util.setShort(buffer, (short) 4, got);
        apdu.setOutgoingAndSend((short) 0, (short) 6);
    }

    private void entry(byte[] buffer) {
        new GPSystem();
        is((short) 0x0F, GPSystem.getCardState());
        is((short) 0x07, GPSystem.getCardContentState());
        is(true, GPSystem.setCardContentState((byte) 0x17));
        is((short) 0x17, GPSystem.getCardContentState());
        is(false, GPSystem.setCardContentState((byte) 0x05));
        GPRegistryEntry own = GPSystem.getRegistryEntry(null);
        AID me = JCSystem.getAID();
        is(true, own.getAID().equals(me));
        is((short) 0x17, own.getState());
        is(true, own.setState((byte) 0x07));
        is((short) 3, own.getPrivileges(buffer, (short) 0));
        is((short) 0x06, buffer[0]);
        is(true, own.isPrivileged(GPRegistryEntry.PRIVILEGE_CVM_MANAGEMENT));
        is(false, own.isPrivileged(GPRegistryEntry.PRIVILEGE_CARD_LOCK));
        is(false, own.isAssociated(me));
        for (short i = 0; i < 2; i++) {
            try {
                if (i == 0) {
                    own.registerService((short) 0x8201);
                } else {
                    own.deregisterService((short) 0x8201);
                }
                is((short) -1, i);
            } catch (ISOException e) {
                is((short) 0x6985, e.getReason());
            }
        }
        is(true, GPSystem.getService(null, (short) 0x7F01) == null);
        is(true, GPSystem.getRegistryEntry(own.getAID()) != null);
    }

    private void pin(byte[] buffer) {
        CVM pin = GPSystem.getCVM(GPSystem.CVM_GLOBAL_PIN);
        buffer[0] = 0x31;
        buffer[1] = 0x32;
        buffer[2] = 0x33;
        buffer[3] = 0x34;
        is(true, pin.setTryLimit((byte) 3));
        is(true, pin.update(buffer, (short) 0, (byte) 4, CVM.FORMAT_ASCII));
        is(true, pin.isActive());
        is(false, pin.isVerified());
        is(false, pin.isSubmitted());
        is(CVM.CVM_FAILURE, pin.verify(buffer, (short) 0, (byte) 3, CVM.FORMAT_ASCII));
        is((short) 2, pin.getTriesRemaining());
        is(true, pin.isSubmitted());
        is(CVM.CVM_SUCCESS, pin.verify(buffer, (short) 0, (byte) 4, CVM.FORMAT_ASCII));
        is(true, pin.isVerified());
        is((short) 3, pin.getTriesRemaining());
        is(true, pin.resetState());
        is(false, pin.isVerified());
        is(true, pin.blockState());
        is(true, pin.isBlocked());
        is(CVM.CVM_FAILURE, pin.verify(buffer, (short) 0, (byte) 4, CVM.FORMAT_ASCII));
        is(true, pin.resetAndUnblockState());
        is(false, pin.isBlocked());
        is(true, GPSystem.getCVM((byte) 0x77) == null);
    }

    // Without a session there is no level, nothing is unwrapped, and the keys for data are not there.
    private void channel(short which, APDU apdu) {
        byte[] buffer = apdu.getBuffer();
        SecureChannel plain = GPSystem.getSecureChannel();
        SecureChannelx more = (SecureChannelx) plain;
        SecureChannelx2 most = (SecureChannelx2) plain;
        is((short) 0, plain.getSecurityLevel());
        is((short) 0, more.getSecurityLevel());
        is((short) 0, most.getSecurityLevel());
        plain.resetSecurity();
        more.resetSecurity();
        most.resetSecurity();
        try {
            switch (which) {
                case 0:
                    plain.processSecurity(apdu);
                    break;
                case 1:
                    more.processSecurity(apdu);
                    break;
                case 2:
                    most.processSecurity(apdu);
                    break;
                case 3:
                    most.processSecurity(buffer, (short) 0, (short) 5, (short) 0);
                    break;
                case 4:
                    plain.wrap(buffer, (short) 0, (short) 4);
                    break;
                case 5:
                    more.wrap(buffer, (short) 0, (short) 4);
                    break;
                case 6:
                    most.wrap(buffer, (short) 0, (short) 4);
                    break;
                case 7:
                    plain.unwrap(buffer, (short) 0, (short) 5);
                    break;
                case 8:
                    more.unwrap(buffer, (short) 0, (short) 5);
                    break;
                case 9:
                    most.unwrap(buffer, (short) 0, (short) 5);
                    break;
                case 10:
                    plain.decryptData(buffer, (short) 0, (short) 16);
                    break;
                case 11:
                    more.decryptData(buffer, (short) 0, (short) 16);
                    break;
                case 12:
                    most.decryptData(buffer, (short) 0, (short) 16);
                    break;
                case 13:
                    plain.encryptData(buffer, (short) 0, (short) 16);
                    more.encryptData(buffer, (short) 0, (short) 16);
                    break;
                case 14:
                    most.encryptData(buffer, (short) 0, (short) 16);
                    break;
                default:
                    more.setSecurityLevel((byte) 1);
                    break;
            }
            // wrap and unwrap without a session may leave the data as they are.
            is(true, which >= 4 && which <= 9);
        } catch (ISOException e) {
            // The command is none of SCP03's; else conditions of use or security status.
            is(which < 4, e.getReason() == 0x6D00);
        }
    }

    private void upgrade(short which) {
        try {
            switch (which) {
                case 0:
                    UpgradeManager.getPreviousPackageVersion();
                    break;
                case 1:
                    UpgradeManager.checkPreviousPackageAID(new byte[5], (short) 0, (byte) 5);
                    break;
                case 2:
                    UpgradeManager.createElement((byte) 1, (short) 1, (short) 1);
                    break;
                case 3:
                    UpgradeManager.matchMappedElement(this);
                    break;
                default:
                    UpgradeManager.nonNullReference();
                    break;
            }
            is((short) -1, which);
        } catch (ISOException e) {
            is((short) 0x6985, e.getReason());
        }
    }
}
