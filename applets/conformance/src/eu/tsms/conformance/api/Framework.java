package eu.tsms.conformance.api;

import javacard.framework.AID;
import javacard.framework.APDU;
import javacard.framework.APDUException;
import javacard.framework.JCSystem;
import javacard.framework.SystemException;
import javacardx.apdu.util.APDUUtil;

/** AID, what JCSystem tells of applets, and the class byte. */
final class Framework {
    private static final byte[] NAME = {(byte) 0xF0, 0x54, 0x53, 0x4D, 0x53, 0x11, 0x22};
    private final byte[] bytes = new byte[20];

    void run(APDU apdu) {
        aids();
        applets();
        classes(apdu);
    }

    private void aids() {
        AID aid = new AID(NAME, (short) 0, (byte) 7);
        AID shorter = new AID(NAME, (short) 0, (byte) 5);
        Check.yes(aid.equals(new AID(NAME, (short) 0, (byte) 7)));
        Check.no(aid.equals(shorter));
        Check.no(aid.equals(null));
        Check.no(aid.equals((Object) NAME));
        Check.yes(aid.equals(NAME, (short) 0, (byte) 7));
        Check.no(aid.equals(NAME, (short) 0, (byte) 6));
        Check.no(aid.equals(null, (short) 0, (byte) 7));
        Check.yes(aid.partialEquals(NAME, (short) 0, (byte) 6));
        Check.no(shorter.partialEquals(NAME, (short) 0, (byte) 6));
        Check.no(aid.partialEquals(null, (short) 0, (byte) 1));
        Check.yes(aid.RIDEquals(shorter));
        Check.no(aid.RIDEquals(null));
        Check.is((short) 7, aid.getBytes(bytes, (short) 2));
        Check.same(NAME, (short) 0, bytes, (short) 2, (short) 7);
        Check.is((short) 2, aid.getPartialBytes((short) 5, bytes, (short) 0, (byte) 0));
        Check.is((short) 0x11, bytes[0]);
        Check.is((short) 1, aid.getPartialBytes((short) 6, bytes, (short) 0, (byte) 1));
        Check.is((short) 0x22, bytes[0]);
        try {
            new AID(NAME, (short) 0, (byte) 4);
            Check.never();
        } catch (SystemException e) {
            Check.is(SystemException.ILLEGAL_VALUE, e.getReason());
        }
        try {
            aid.getPartialBytes((short) 6, bytes, (short) 0, (byte) 2);
            Check.never();
        } catch (ArrayIndexOutOfBoundsException e) {
            Check.is((short) 0x22, bytes[0]);
        }
        try {
            aid.getBytes(bytes, (short) 14);
            Check.never();
        } catch (ArrayIndexOutOfBoundsException e) {
            Check.is((short) 0, bytes[14]);
        }
    }

    private void applets() {
        AID me = JCSystem.getAID();
        Check.is((short) 7, me.getBytes(bytes, (short) 0));
        Check.yes(JCSystem.lookupAID(bytes, (short) 0, (byte) 7) == me);
        Check.yes(JCSystem.lookupAID(bytes, (short) 0, (byte) 6) == null);
        Check.yes(JCSystem.lookupAID(NAME, (short) 0, (byte) 7) == null);
        Check.yes(JCSystem.isAppletActive(me));
        Check.yes(JCSystem.getPreviousContextAID() == null);
        Check.yes(JCSystem.getAppletShareableInterfaceObject(me, (byte) 0) == null);
        Check.yes(JCSystem.getAppletShareableInterfaceObject(null, (byte) 0) == null);
        Check.is((short) 0, JCSystem.getAssignedChannel());
        Check.yes(JCSystem.getVersion() >= 0x0305);
        try {
            JCSystem.isAppletActive(null);
            Check.never();
        } catch (NullPointerException e) {
            Check.count++;
        }
    }

    private void classes(APDU apdu) {
        Check.is((short) 0, APDU.getCLAChannel());
        Check.no(apdu.isCommandChainingCLA());
        Check.no(apdu.isSecureMessagingCLA());
        Check.no(apdu.isISOInterindustryCLA());
        Check.yes(apdu.isValidCLA());
        Check.is(APDU.STATE_INITIAL, apdu.getCurrentState());
        Check.yes(APDU.getCurrentAPDU() == apdu);
        Check.yes(APDU.getCurrentAPDUBuffer() == apdu.getBuffer());
        Check.is((short) 0, apdu.getNAD());
        Check.yes(APDU.getInBlockSize() >= 32);
        Check.yes(APDU.getOutBlockSize() >= 32);
        Check.yes((APDU.getProtocol() & APDU.PROTOCOL_TYPE_MASK) <= 1);
        APDU.waitExtension();
        Check.is((short) 3, APDUUtil.getCLAChannel((byte) 0x83));
        Check.is((short) 19, APDUUtil.getCLAChannel((byte) 0xCF));
        Check.yes(APDUUtil.isCommandChainingCLA((byte) 0x10));
        Check.yes(APDUUtil.isSecureMessagingCLA((byte) 0x04));
        Check.yes(APDUUtil.isSecureMessagingCLA((byte) 0x60));
        Check.no(APDUUtil.isSecureMessagingCLA((byte) 0x40));
        Check.yes(APDUUtil.isISOInterindustryCLA((byte) 0x00));
        Check.no(APDUUtil.isISOInterindustryCLA((byte) 0x80));
        Check.yes(APDUUtil.isValidCLA((byte) 0x80));
        Check.no(APDUUtil.isValidCLA((byte) 0xFF));
        try {
            apdu.getIncomingLength();
            Check.never();
        } catch (APDUException e) {
            Check.is(APDUException.ILLEGAL_USE, e.getReason());
        }
        try {
            apdu.getOffsetCdata();
            Check.never();
        } catch (APDUException e) {
            Check.is(APDUException.ILLEGAL_USE, e.getReason());
        }
    }
}
