package eu.tsms.conformance.api;

import java.io.IOException;
import javacard.framework.APDUException;
import javacard.framework.CardException;
import javacard.framework.CardRuntimeException;
import javacard.framework.ISOException;
import javacard.framework.PINException;
import javacard.framework.SystemException;
import javacard.framework.TransactionException;
import javacard.framework.UserException;
import javacard.security.CryptoException;
import javacardx.biometry.BioException;
import javacardx.biometry1toN.Bio1toNException;
import javacardx.external.ExternalException;
import javacardx.external.Memory;
import javacardx.framework.string.StringException;
import javacardx.framework.tlv.TLVException;
import javacardx.framework.util.UtilException;

/** java.lang, java.io and the exceptions of every package: made, thrown, caught, their reasons. */
final class Lang {
    private Lang() {
    }

    static void run() {
        Object one = new Object();
        Check.yes(one.equals(one));
        Check.no(one.equals(new Object()));
        Check.no(one.equals(null));
        made();
        checked();
        for (short i = 0; i < 13; i++) {
            try {
                raise(i);
                Check.never();
            } catch (CardRuntimeException e) {
                Check.is((short) (0x100 + i), e.getReason());
                e.setReason((short) 5);
                Check.is((short) 5, e.getReason());
            }
        }
        own();
        try {
            Memory.getMemoryAccessInstance((byte) 1, null, (short) 0);
            Check.never();
        } catch (ExternalException e) {
            Check.is(ExternalException.NO_SUCH_SUBSYSTEM, e.getReason());
        }
    }

    private static void made() {
        Throwable[] all = {
            new Throwable(), new Exception(), new RuntimeException(), new IndexOutOfBoundsException(), new ArrayIndexOutOfBoundsException(),
            new NegativeArraySizeException(), new NullPointerException(), new ClassCastException(), new ArithmeticException(),
            new SecurityException(), new ArrayStoreException(), new IOException(),
        };
        for (short i = 0; i < all.length; i++) {
            try {
                throw all[i];
            } catch (RuntimeException e) {
                Check.yes(i >= 2 && i != 11);
            } catch (Exception e) {
                Check.yes(i == 1 || i == 11);
            } catch (Throwable e) {
                Check.is((short) 0, i);
            }
        }
        Check.yes(all[4] instanceof IndexOutOfBoundsException);
    }

    private static void checked() {
        try {
            CardException.throwIt((short) 0x77);
            Check.never();
        } catch (CardException e) {
            Check.is((short) 0x77, e.getReason());
            e.setReason((short) 0x78);
            Check.is((short) 0x78, e.getReason());
        }
        try {
            throw new CardException((short) 0x79);
        } catch (CardException e) {
            Check.is((short) 0x79, e.getReason());
        }
        try {
            UserException.throwIt((short) 0x7A);
            Check.never();
        } catch (UserException e) {
            Check.is((short) 0x7A, e.getReason());
        }
        try {
            throw new UserException((short) 0x7B);
        } catch (CardException e) {
            Check.is((short) 0x7B, e.getReason());
        }
        try {
            throw new UserException();
        } catch (UserException e) {
            Check.is((short) 0, e.getReason());
        }
    }

    private static void raise(short which) {
        short reason = (short) (0x100 + which);
        switch (which) {
            case 0:
                CardRuntimeException.throwIt(reason);
            case 1:
                ISOException.throwIt(reason);
            case 2:
                APDUException.throwIt(reason);
            case 3:
                PINException.throwIt(reason);
            case 4:
                SystemException.throwIt(reason);
            case 5:
                TransactionException.throwIt(reason);
            case 6:
                CryptoException.throwIt(reason);
            case 7:
                BioException.throwIt(reason);
            case 8:
                Bio1toNException.throwIt(reason);
            case 9:
                ExternalException.throwIt(reason);
            case 10:
                UtilException.throwIt(reason);
            case 11:
                StringException.throwIt(reason);
            default:
                TLVException.throwIt(reason);
        }
    }

    private static void own() {
        CardRuntimeException[] all = {
            new CardRuntimeException((short) 0), new ISOException((short) 1), new APDUException((short) 2), new PINException((short) 3),
            new SystemException((short) 4), new TransactionException((short) 5), new CryptoException((short) 6), new BioException((short) 7),
            new Bio1toNException((short) 8), new ExternalException((short) 9), new UtilException((short) 10), new StringException((short) 11),
            new TLVException((short) 12),
        };
        for (short i = 0; i < all.length; i++) {
            try {
                throw all[i];
            } catch (CardRuntimeException e) {
                Check.is(i, e.getReason());
                e.setReason((short) 99);
                Check.is((short) 99, e.getReason());
            }
        }
    }
}
