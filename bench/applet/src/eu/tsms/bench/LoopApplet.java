package eu.tsms.bench;

import javacard.framework.APDU;
import javacard.framework.Applet;
import javacard.framework.ISO7816;
import javacard.framework.ISOException;
import javacard.framework.JCSystem;
import javacard.framework.Util;

/** Work for the bench of the machine: loops whose byte codes the machine counts, and an echo. */
public final class LoopApplet extends Applet {
    private static final byte INS_MIXED = 0x10;
    private static final byte INS_ARITHMETIC = 0x11;
    private static final byte INS_ARRAYS = 0x12;
    private static final byte INS_CALLS = 0x13;
    private static final byte INS_FIELDS = 0x14;
    private static final byte INS_ECHO = 0x20;

    private final byte[] memory;
    private final byte[] scratch;
    private short field;

    private LoopApplet() {
        memory = new byte[256];
        scratch = JCSystem.makeTransientByteArray((short) 256, JCSystem.CLEAR_ON_DESELECT);
        register();
    }

    public static void install(byte[] parameters, short offset, byte length) {
        new LoopApplet();
    }

    public void process(APDU apdu) {
        if (selectingApplet()) {
            return;
        }
        byte[] buffer = apdu.getBuffer();
        short rounds = Util.getShort(buffer, ISO7816.OFFSET_P1);
        short result;
        switch (buffer[ISO7816.OFFSET_INS]) {
            case INS_MIXED:
                result = mixed(rounds);
                break;
            case INS_ARITHMETIC:
                result = arithmetic(rounds);
                break;
            case INS_ARRAYS:
                result = arrays(rounds);
                break;
            case INS_CALLS:
                result = calls(rounds);
                break;
            case INS_FIELDS:
                result = fields(rounds);
                break;
            case INS_ECHO:
                short length = apdu.setIncomingAndReceive();
                apdu.setOutgoingAndSend(ISO7816.OFFSET_CDATA, length);
                return;
            default:
                ISOException.throwIt(ISO7816.SW_INS_NOT_SUPPORTED);
                return;
        }
        Util.setShort(buffer, (short) 0, result);
        apdu.setOutgoingAndSend((short) 0, (short) 2);
    }

    /** Arithmetic, transient and persistent array reads, array writes, a branch and a static call in each round. */
    private short mixed(short rounds) {
        byte[] from = memory;
        byte[] to = scratch;
        short sum = 0;
        for (short i = 0; i < rounds; i++) {
            short at = (short) (i & 0xFF);
            sum = (short) (sum + (from[at] ^ i) * 3);
            to[at] = (byte) sum;
            if ((sum & 1) == 0) {
                sum = (short) (sum >> 1);
            }
            sum = step(sum, at);
        }
        return sum;
    }

    private static short arithmetic(short rounds) {
        short a = 1;
        short b = 2;
        for (short i = 0; i < rounds; i++) {
            a = (short) (a * 5 + b);
            b = (short) ((b << 1) ^ a);
            a = (short) (a - (b & 0x0F));
        }
        return (short) (a + b);
    }

    private short arrays(short rounds) {
        byte[] to = scratch;
        for (short i = 0; i < rounds; i++) {
            short at = (short) (i & 0xFE);
            byte value = to[at];
            to[at] = to[(short) (at + 1)];
            to[(short) (at + 1)] = (byte) (value + 1);
        }
        return Util.getShort(to, (short) 0);
    }

    private static short calls(short rounds) {
        short sum = 0;
        for (short i = 0; i < rounds; i++) {
            sum = step(sum, i);
        }
        return sum;
    }

    /** Reads a field in each round; writing one would measure the journal of persistent memory. */
    private short fields(short rounds) {
        short sum = 0;
        for (short i = 0; i < rounds; i++) {
            sum = (short) (sum + field + i);
        }
        return sum;
    }

    private static short step(short sum, short at) {
        return (short) (sum + at);
    }
}
