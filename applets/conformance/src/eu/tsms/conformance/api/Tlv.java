package eu.tsms.conformance.api;

import javacardx.framework.tlv.BERTLV;
import javacardx.framework.tlv.BERTag;
import javacardx.framework.tlv.ConstructedBERTLV;
import javacardx.framework.tlv.ConstructedBERTag;
import javacardx.framework.tlv.PrimitiveBERTLV;
import javacardx.framework.tlv.PrimitiveBERTag;
import javacardx.framework.tlv.TLVException;

/** Tags and TLVs, as objects and in arrays. */
final class Tlv {
    // 70 { 81 02 AA BB, 9F22 01 CC, 81 01 DD }
    private static final byte[] RECORD = {
        0x70, 0x0B, (byte) 0x81, 0x02, (byte) 0xAA, (byte) 0xBB, (byte) 0x9F, 0x22, 0x01, (byte) 0xCC, (byte) 0x81, 0x01, (byte) 0xDD,
    };

    private Tlv() {
    }

    static void run() {
        tags();
        arrays();
        primitive();
        constructed();
        errors();
    }

    private static void tags() {
        byte[] out = new byte[8];
        PrimitiveBERTag primitive = new PrimitiveBERTag();
        primitive.init(BERTag.BER_TAG_CLASS_MASK_CONTEXT_SPECIFIC, (short) 0x22);
        Check.is((short) 2, primitive.size());
        Check.is((short) 2, primitive.toBytes(out, (short) 0));
        Check.same(new byte[] {(byte) 0x9F, 0x22}, (short) 0, out, (short) 0, (short) 2);
        Check.is((short) 0x22, primitive.tagNumber());
        Check.no(primitive.isConstructed());
        Check.is((short) BERTag.BER_TAG_CLASS_MASK_CONTEXT_SPECIFIC, primitive.tagClass());
        primitive.init(RECORD, (short) 2);
        Check.is((short) 1, primitive.tagNumber());
        ConstructedBERTag constructed = new ConstructedBERTag();
        constructed.init(RECORD, (short) 0);
        Check.yes(constructed.isConstructed());
        Check.is((short) 0x10, constructed.tagNumber());
        Check.is((short) BERTag.BER_TAG_CLASS_MASK_APPLICATION, constructed.tagClass());
        Check.is((short) 1, constructed.size());
        Check.is((short) 1, constructed.toBytes(out, (short) 3));
        Check.is((short) 0x70, out[3]);
        constructed.init(BERTag.BER_TAG_CLASS_MASK_PRIVATE, (short) 5);
        constructed.toBytes(out, (short) 0);
        Check.is((short) (byte) 0xE5, out[0]);
        BERTag any = BERTag.getInstance(RECORD, (short) 6);
        Check.yes(any instanceof PrimitiveBERTag);
        Check.is((short) 2, any.size());
        Check.is((short) 0x22, any.tagNumber());
        Check.no(any.isConstructed());
        Check.is((short) BERTag.BER_TAG_CLASS_MASK_CONTEXT_SPECIFIC, any.tagClass());
        any.init(RECORD, (short) 2);
        Check.is((short) 1, any.toBytes(out, (short) 0));
        Check.yes(any.equals(BERTag.getInstance(RECORD, (short) 10)));
        Check.no(any.equals(constructed));
        Check.is((short) 2, BERTag.toBytes(BERTag.BER_TAG_CLASS_MASK_CONTEXT_SPECIFIC, false, (short) 0x22, out, (short) 0));
        Check.is((short) 2, BERTag.size(out, (short) 0));
        Check.is((short) 0x22, BERTag.tagNumber(out, (short) 0));
        Check.no(BERTag.isConstructed(out, (short) 0));
        Check.is((short) BERTag.BER_TAG_CLASS_MASK_CONTEXT_SPECIFIC, BERTag.tagClass(out, (short) 0));
        Check.yes(BERTag.verifyFormat(RECORD, (short) 0));
    }

    private static void arrays() {
        byte[] out = new byte[16];
        Check.yes(BERTLV.verifyFormat(RECORD, (short) 0, (short) 13));
        Check.no(BERTLV.verifyFormat(RECORD, (short) 0, (short) 12));
        Check.is((short) 2, BERTLV.getTag(RECORD, (short) 6, out, (short) 0));
        Check.is((short) 0x22, out[1]);
        Check.is((short) 11, BERTLV.getLength(RECORD, (short) 0));
        Check.is((short) 4, PrimitiveBERTLV.getValueOffset(RECORD, (short) 2));
        Check.is((short) 3, PrimitiveBERTLV.toBytes(new byte[] {(byte) 0x85}, (short) 0, new byte[] {7}, (short) 0, (short) 1, out, (short) 0));
        Check.same(new byte[] {(byte) 0x85, 1, 7}, (short) 0, out, (short) 0, (short) 3);
        Check.is((short) 5, PrimitiveBERTLV.appendValue(out, (short) 0, RECORD, (short) 4, (short) 2));
        Check.same(new byte[] {(byte) 0x85, 3, 7, (byte) 0xAA, (byte) 0xBB}, (short) 0, out, (short) 0, (short) 5);
        Check.is((short) 2, ConstructedBERTLV.find(RECORD, (short) 0, new byte[] {(byte) 0x81}, (short) 0));
        Check.is((short) 10, ConstructedBERTLV.findNext(RECORD, (short) 0, (short) 2, new byte[] {(byte) 0x81}, (short) 0));
        Check.is((short) -1, ConstructedBERTLV.find(RECORD, (short) 0, new byte[] {(byte) 0x82}, (short) 0));
        byte[] room = new byte[20];
        javacard.framework.Util.arrayCopyNonAtomic(RECORD, (short) 0, room, (short) 0, (short) 13);
        Check.is((short) 18, ConstructedBERTLV.append(out, (short) 0, room, (short) 0));
        Check.is((short) 16, room[1]);
        Check.same(out, (short) 0, room, (short) 13, (short) 5);
    }

    private static void primitive() {
        byte[] out = new byte[16];
        PrimitiveBERTLV tlv = new PrimitiveBERTLV((short) 4);
        PrimitiveBERTag tag = new PrimitiveBERTag();
        tag.init(BERTag.BER_TAG_CLASS_MASK_CONTEXT_SPECIFIC, (short) 1);
        Check.is((short) 4, tlv.init(tag, RECORD, (short) 4, (short) 2));
        Check.is((short) 2, tlv.getLength());
        Check.is((short) 4, tlv.size());
        Check.is((short) 2, tlv.getValue(out, (short) 1));
        Check.same(RECORD, (short) 4, out, (short) 1, (short) 2);
        Check.is((short) 5, tlv.appendValue(RECORD, (short) 9, (short) 1));
        Check.is((short) 5, tlv.toBytes(out, (short) 0));
        Check.same(new byte[] {(byte) 0x81, 3, (byte) 0xAA, (byte) 0xBB, (byte) 0xCC}, (short) 0, out, (short) 0, (short) 5);
        Check.is((short) 3, tlv.replaceValue(RECORD, (short) 12, (short) 1));
        Check.is((short) 1, tlv.getLength());
        Check.yes(tlv.getTag().equals(tag));
        Check.is((short) 4, tlv.init(RECORD, (short) 2, (short) 4));
        Check.is((short) 2, tlv.getLength());
    }

    private static void constructed() {
        byte[] out = new byte[32];
        ConstructedBERTLV all = new ConstructedBERTLV((short) 4);
        Check.is((short) 13, all.init(RECORD, (short) 0, (short) 13));
        BERTag wanted = BERTag.getInstance(RECORD, (short) 2);
        BERTLV first = all.find(wanted);
        Check.is((short) 2, first.getLength());
        BERTLV second = all.findNext(wanted, first, (short) 1);
        Check.is((short) 1, second.getLength());
        Check.yes(all.findNext(wanted, second, (short) 1) == null);
        Check.is((short) 13, all.toBytes(out, (short) 0));
        Check.same(RECORD, (short) 0, out, (short) 0, (short) 13);
        Check.is((short) 9, all.delete(first, (short) 1));
        Check.is((short) 7, all.getLength());
        Check.is((short) 13, all.append(first));
        ConstructedBERTag tag = new ConstructedBERTag();
        tag.init(RECORD, (short) 0);
        ConstructedBERTLV other = new ConstructedBERTLV((short) 4);
        Check.is((short) 6, other.init(tag, first));
        Check.is((short) 6, other.init(tag, RECORD, (short) 2, (short) 4));
        Check.yes(other.getTag().isConstructed());
        Check.is((short) 6, other.size());
        BERTLV any = BERTLV.getInstance(RECORD, (short) 0, (short) 13);
        Check.yes(any instanceof ConstructedBERTLV);
        Check.is((short) 13, any.size());
        Check.is((short) 11, any.getLength());
        Check.is((short) 13, any.toBytes(out, (short) 1));
        Check.yes(any.getTag().isConstructed());
        Check.is((short) 13, any.init(RECORD, (short) 0, (short) 13));
    }

    private static void errors() {
        PrimitiveBERTag empty = new PrimitiveBERTag();
        PrimitiveBERTLV none = new PrimitiveBERTLV((short) 4);
        for (short i = 0; i < 7; i++) {
            short wanted = 0;
            try {
                switch (i) {
                    case 0:
                        wanted = TLVException.EMPTY_TAG;
                        empty.tagNumber();
                        break;
                    case 1:
                        wanted = TLVException.EMPTY_TLV;
                        none.getLength();
                        break;
                    case 2:
                        wanted = TLVException.INVALID_PARAM;
                        new PrimitiveBERTLV((short) -1);
                        break;
                    case 3:
                        wanted = TLVException.MALFORMED_TAG;
                        empty.init(RECORD, (short) 0);
                        break;
                    case 4:
                        wanted = TLVException.MALFORMED_TLV;
                        none.init(RECORD, (short) 2, (short) 3);
                        break;
                    case 5:
                        wanted = TLVException.INVALID_PARAM;
                        empty.init((byte) 0x20, (short) 1);
                        break;
                    default:
                        wanted = TLVException.MALFORMED_TLV;
                        BERTLV.getInstance(RECORD, (short) 0, (short) 5);
                        break;
                }
                Check.is((short) -1, i);
            } catch (TLVException e) {
                Check.is(wanted, e.getReason());
            }
        }
    }
}
