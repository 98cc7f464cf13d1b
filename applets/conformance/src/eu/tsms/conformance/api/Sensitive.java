package eu.tsms.conformance.api;

import javacard.framework.AID;
import javacard.framework.JCSystem;
import javacard.framework.OwnerPIN;
import javacard.framework.Util;
import javacardx.security.SensitiveResult;

/** SensitiveResult: what the last sensitive method answered, asserted. */
final class Sensitive {
    private Sensitive() {
    }

    static void run() {
        OwnerPIN pin = new OwnerPIN((byte) 3, (byte) 4);
        byte[] value = {1, 2, 3, 4};
        pin.update(value, (short) 0, (byte) 4);
        pin.check(value, (short) 0, (byte) 4);
        SensitiveResult.assertTrue();
        refused((short) 0);
        pin.check(value, (short) 0, (byte) 3);
        SensitiveResult.assertFalse();
        refused((short) 1);
        pin.getTriesRemaining();
        SensitiveResult.assertPositive();
        SensitiveResult.assertEquals((short) 2);
        SensitiveResult.assertGreaterThan((short) 1);
        SensitiveResult.assertLessThan((short) 3);
        for (short i = 2; i < 7; i++) {
            refused(i);
        }
        Util.arrayCompare(value, (short) 0, value, (short) 1, (short) 1);
        SensitiveResult.assertNegative();
        Util.arrayCompare(value, (short) 0, value, (short) 0, (short) 1);
        SensitiveResult.assertZero();
        AID me = JCSystem.getAID();
        SensitiveResult.assertEquals(me);
        refused((short) 7);
        SensitiveResult.reset();
        for (short i = 0; i < 8; i++) {
            refused(i);
        }
    }

    private static void refused(short which) {
        try {
            switch (which) {
                case 0:
                    SensitiveResult.assertFalse();
                    break;
                case 1:
                    SensitiveResult.assertTrue();
                    break;
                case 2:
                    SensitiveResult.assertNegative();
                    break;
                case 3:
                    SensitiveResult.assertZero();
                    break;
                case 4:
                    SensitiveResult.assertEquals((short) 3);
                    break;
                case 5:
                    SensitiveResult.assertGreaterThan((short) 2);
                    break;
                case 6:
                    SensitiveResult.assertLessThan((short) 2);
                    break;
                default:
                    SensitiveResult.assertEquals(new Object());
                    break;
            }
            Check.is((short) -1, which);
        } catch (SecurityException e) {
            Check.count++;
        }
    }
}
