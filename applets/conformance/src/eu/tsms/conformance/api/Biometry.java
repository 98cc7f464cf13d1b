package eu.tsms.conformance.api;

import javacardx.biometry.BioBuilder;
import javacardx.biometry.BioException;
import javacardx.biometry.BioTemplate;
import javacardx.biometry.OwnerBioTemplate;
import javacardx.biometry1toN.Bio1toNBuilder;
import javacardx.biometry1toN.Bio1toNException;
import javacardx.biometry1toN.BioMatcher;
import javacardx.biometry1toN.BioTemplateData;
import javacardx.biometry1toN.OwnerBioMatcher;
import javacardx.biometry1toN.OwnerBioTemplateData;

/** One reference of the type PASSWORD, and several. */
final class Biometry {
    private static final byte[] RIGHT = {1, 2, 3, 4, 5, 6};
    private static final byte[] WRONG = {1, 2, 3, 4, 5, 7};

    private Biometry() {
    }

    static void run() {
        one();
        several();
    }

    private static void one() {
        byte[] out = new byte[16];
        OwnerBioTemplate owner = BioBuilder.buildBioTemplate(BioBuilder.PASSWORD, (byte) 2);
        Check.no(owner.isInitialized());
        try {
            owner.initMatch(RIGHT, (short) 0, (short) 6);
            Check.never();
        } catch (BioException e) {
            Check.is(BioException.NO_TEMPLATES_ENROLLED, e.getReason());
        }
        owner.init(RIGHT, (short) 0, (short) 2);
        owner.update(RIGHT, (short) 2, (short) 4);
        owner.doFinal();
        Check.yes(owner.isInitialized());
        Check.is((short) BioBuilder.PASSWORD, owner.getBioType());
        Check.yes(owner.getVersion(out, (short) 0) > 0);
        Check.is((short) 0, owner.getPublicTemplateData((short) 0, out, (short) 0, (short) 16));
        Check.is((short) 2, owner.getTriesRemaining());
        Check.yes(owner.initMatch(WRONG, (short) 0, (short) 6) < BioTemplate.MINIMUM_SUCCESSFUL_MATCH_SCORE);
        Check.is((short) 1, owner.getTriesRemaining());
        Check.no(owner.isValidated());
        Check.yes(owner.initMatch(RIGHT, (short) 0, (short) 6) >= BioTemplate.MINIMUM_SUCCESSFUL_MATCH_SCORE);
        Check.yes(owner.isValidated());
        owner.reset();
        Check.no(owner.isValidated());
        owner.resetUnblockAndSetTryLimit((byte) 4);
        BioTemplate template = owner;
        Check.is((short) 4, template.getTriesRemaining());
        Check.yes(template.isInitialized());
        Check.is((short) BioBuilder.PASSWORD, template.getBioType());
        Check.yes(template.initMatch(RIGHT, (short) 0, (short) 6) >= BioTemplate.MINIMUM_SUCCESSFUL_MATCH_SCORE);
        Check.yes(template.isValidated());
        template.reset();
        Check.is((short) 0, template.getPublicTemplateData((short) 0, out, (short) 0, (short) 16));
        Check.yes(template.getVersion(out, (short) 0) > 0);
        for (short i = 0; i < 2; i++) {
            try {
                if (i == 0) {
                    owner.match(RIGHT, (short) 0, (short) 6);
                } else {
                    template.match(RIGHT, (short) 0, (short) 6);
                }
                Check.never();
            } catch (BioException e) {
                Check.is(BioException.ILLEGAL_USE, e.getReason());
            }
        }
        try {
            BioBuilder.buildBioTemplate(BioBuilder.FINGERPRINT, (byte) 2, RIGHT, (byte) 0);
            Check.never();
        } catch (BioException e) {
            Check.is(BioException.NO_SUCH_BIO_TEMPLATE, e.getReason());
        }
    }

    private static OwnerBioTemplateData data(byte[] from) {
        OwnerBioTemplateData data = Bio1toNBuilder.buildBioTemplateData(Bio1toNBuilder.PASSWORD);
        data.init(from, (short) 0, (short) 3);
        data.update(from, (short) 3, (short) 3);
        data.doFinal();
        return data;
    }

    private static void several() {
        byte[] out = new byte[16];
        OwnerBioMatcher owner = Bio1toNBuilder.buildBioMatcher((short) 3, Bio1toNBuilder.PASSWORD, (byte) 2);
        OwnerBioTemplateData enrolled = data(RIGHT);
        Check.yes(enrolled.isInitialized());
        Check.is((short) Bio1toNBuilder.PASSWORD, enrolled.getBioType());
        Check.is((short) 0, enrolled.getPublicData((short) 0, out, (short) 0, (short) 16));
        Check.no(owner.isInitialized());
        owner.putBioTemplateData((short) 2, enrolled);
        Check.yes(owner.isInitialized());
        Check.is((short) 3, owner.getMaxNbOfBioTemplateData());
        Check.is((short) Bio1toNBuilder.PASSWORD, owner.getBioType());
        Check.yes(owner.getVersion(out, (short) 0) > 0);
        Check.yes(owner.initMatch(WRONG, (short) 0, (short) 6) < BioMatcher.MINIMUM_SUCCESSFUL_MATCH_SCORE);
        Check.is((short) 1, owner.getTriesRemaining());
        Check.yes(owner.initMatch(RIGHT, (short) 0, (short) 6) >= BioMatcher.MINIMUM_SUCCESSFUL_MATCH_SCORE);
        Check.yes(owner.isValidated());
        Check.is((short) 2, owner.getIndexOfLastMatchingBioTemplateData());
        OwnerBioTemplateData own = owner.getBioTemplateData((short) 2);
        Check.yes(own == enrolled);
        owner.reset();
        Check.no(owner.isValidated());
        owner.resetUnblockAndSetTryLimit((byte) 5);
        BioMatcher matcher = owner;
        Check.is((short) 5, matcher.getTriesRemaining());
        Check.yes(matcher.isInitialized());
        Check.is((short) 3, matcher.getMaxNbOfBioTemplateData());
        Check.yes(matcher.initMatch(RIGHT, (short) 0, (short) 6) >= BioMatcher.MINIMUM_SUCCESSFUL_MATCH_SCORE);
        Check.yes(matcher.isValidated());
        Check.is((short) 2, matcher.getIndexOfLastMatchingBioTemplateData());
        Check.is((short) Bio1toNBuilder.PASSWORD, matcher.getBioType());
        Check.yes(matcher.getVersion(out, (short) 0) > 0);
        BioTemplateData any = matcher.getBioTemplateData((short) 2);
        Check.yes(any.isInitialized());
        Check.is((short) Bio1toNBuilder.PASSWORD, any.getBioType());
        Check.is((short) 0, any.getPublicData((short) 0, out, (short) 0, (short) 16));
        matcher.reset();
        for (short i = 0; i < 4; i++) {
            try {
                switch (i) {
                    case 0:
                        owner.match(RIGHT, (short) 0, (short) 6);
                        break;
                    case 1:
                        matcher.match(RIGHT, (short) 0, (short) 6);
                        break;
                    case 2:
                        Bio1toNBuilder.buildBioMatcher((short) 3, Bio1toNBuilder.IRIS_SCAN, (byte) 2, RIGHT, (byte) 0);
                        break;
                    default:
                        Bio1toNBuilder.buildBioTemplateData(Bio1toNBuilder.IRIS_SCAN, RIGHT);
                        break;
                }
                Check.never();
            } catch (Bio1toNException e) {
                Check.is(i < 2 ? Bio1toNException.ILLEGAL_USE : Bio1toNException.UNSUPPORTED_BIO_TYPE, e.getReason());
            }
        }
    }
}
