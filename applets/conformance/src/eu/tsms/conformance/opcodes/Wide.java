package eu.tsms.conformance.opcodes;

/** More fields than an index of one byte tells apart: the wide forms of getfield and putfield. */
final class Wide {
    short s100, s101, s102, s103, s104, s105, s106, s107, s108, s109, s110, s111, s112, s113, s114;
    short s115, s116, s117, s118, s119, s120, s121, s122, s123, s124, s125, s126, s127, s128, s129;
    short s130, s131, s132, s133, s134, s135, s136, s137, s138, s139, s140, s141, s142, s143, s144;
    byte b100, b101, b102, b103, b104, b105, b106, b107, b108, b109, b110, b111, b112, b113, b114;
    byte b115, b116, b117, b118, b119, b120, b121, b122, b123, b124, b125, b126, b127, b128, b129;
    byte b130, b131, b132, b133, b134, b135, b136, b137, b138, b139, b140, b141, b142, b143, b144;
    int i100, i101, i102, i103, i104, i105, i106, i107, i108, i109, i110, i111, i112, i113, i114;
    int i115, i116, i117, i118, i119, i120, i121, i122, i123, i124, i125, i126, i127, i128, i129;
    Object o100, o101, o102, o103, o104, o105, o106, o107, o108, o109, o110, o111, o112, o113, o114;
    Object o115, o116, o117, o118, o119, o120, o121, o122, o123, o124, o125, o126, o127, o128, o129;
    Object o130, o131, o132, o133, o134, o135, o136, o137, o138, o139, o140, o141, o142, o143, o144;

    static int work(short a) {
        Wide w = new Wide();
        Narrow n = new Narrow();
        n.fillNarrow(a);
        w.fillWide(a);
        Narrow.changeNarrow(n);
        changeWide(w);
        return Narrow.sumNarrow(n) * 3 + sumWide(w);
    }

    void fillWide(short a) {
        s100 = (short) (a + 100); s101 = (short) (a + 101); s102 = (short) (a + 102); s103 = (short) (a + 103); s104 = (short) (a + 104);
        s105 = (short) (a + 105); s106 = (short) (a + 106); s107 = (short) (a + 107); s108 = (short) (a + 108); s109 = (short) (a + 109);
        s110 = (short) (a + 110); s111 = (short) (a + 111); s112 = (short) (a + 112); s113 = (short) (a + 113); s114 = (short) (a + 114);
        s115 = (short) (a + 115); s116 = (short) (a + 116); s117 = (short) (a + 117); s118 = (short) (a + 118); s119 = (short) (a + 119);
        s120 = (short) (a + 120); s121 = (short) (a + 121); s122 = (short) (a + 122); s123 = (short) (a + 123); s124 = (short) (a + 124);
        s125 = (short) (a + 125); s126 = (short) (a + 126); s127 = (short) (a + 127); s128 = (short) (a + 128); s129 = (short) (a + 129);
        s130 = (short) (a + 130); s131 = (short) (a + 131); s132 = (short) (a + 132); s133 = (short) (a + 133); s134 = (short) (a + 134);
        s135 = (short) (a + 135); s136 = (short) (a + 136); s137 = (short) (a + 137); s138 = (short) (a + 138); s139 = (short) (a + 139);
        s140 = (short) (a + 140); s141 = (short) (a + 141); s142 = (short) (a + 142); s143 = (short) (a + 143); s144 = (short) (a + 144);
        b100 = (byte) (a + 100); b101 = (byte) (a + 101); b102 = (byte) (a + 102); b103 = (byte) (a + 103); b104 = (byte) (a + 104);
        b105 = (byte) (a + 105); b106 = (byte) (a + 106); b107 = (byte) (a + 107); b108 = (byte) (a + 108); b109 = (byte) (a + 109);
        b110 = (byte) (a + 110); b111 = (byte) (a + 111); b112 = (byte) (a + 112); b113 = (byte) (a + 113); b114 = (byte) (a + 114);
        b115 = (byte) (a + 115); b116 = (byte) (a + 116); b117 = (byte) (a + 117); b118 = (byte) (a + 118); b119 = (byte) (a + 119);
        b120 = (byte) (a + 120); b121 = (byte) (a + 121); b122 = (byte) (a + 122); b123 = (byte) (a + 123); b124 = (byte) (a + 124);
        b125 = (byte) (a + 125); b126 = (byte) (a + 126); b127 = (byte) (a + 127); b128 = (byte) (a + 128); b129 = (byte) (a + 129);
        b130 = (byte) (a + 130); b131 = (byte) (a + 131); b132 = (byte) (a + 132); b133 = (byte) (a + 133); b134 = (byte) (a + 134);
        b135 = (byte) (a + 135); b136 = (byte) (a + 136); b137 = (byte) (a + 137); b138 = (byte) (a + 138); b139 = (byte) (a + 139);
        b140 = (byte) (a + 140); b141 = (byte) (a + 141); b142 = (byte) (a + 142); b143 = (byte) (a + 143); b144 = (byte) (a + 144);
        i100 = (a + 100); i101 = (a + 101); i102 = (a + 102); i103 = (a + 103); i104 = (a + 104);
        i105 = (a + 105); i106 = (a + 106); i107 = (a + 107); i108 = (a + 108); i109 = (a + 109);
        i110 = (a + 110); i111 = (a + 111); i112 = (a + 112); i113 = (a + 113); i114 = (a + 114);
        i115 = (a + 115); i116 = (a + 116); i117 = (a + 117); i118 = (a + 118); i119 = (a + 119);
        i120 = (a + 120); i121 = (a + 121); i122 = (a + 122); i123 = (a + 123); i124 = (a + 124);
        i125 = (a + 125); i126 = (a + 126); i127 = (a + 127); i128 = (a + 128); i129 = (a + 129);
        o100 = this; o101 = this; o102 = this; o103 = this; o104 = this;
        o105 = this; o106 = this; o107 = this; o108 = this; o109 = this;
        o110 = this; o111 = this; o112 = this; o113 = this; o114 = this;
        o115 = this; o116 = this; o117 = this; o118 = this; o119 = this;
        o120 = this; o121 = this; o122 = this; o123 = this; o124 = this;
        o125 = this; o126 = this; o127 = this; o128 = this; o129 = this;
        o130 = this; o131 = this; o132 = this; o133 = this; o134 = this;
        o135 = this; o136 = this; o137 = this; o138 = this; o139 = this;
        o140 = this; o141 = this; o142 = this; o143 = this; o144 = this;
    }

    static void changeWide(Wide w) {
        w.s100 = (short) (w.s100 + 3); w.s101 = (short) (w.s101 + 3); w.s102 = (short) (w.s102 + 3); w.s103 = (short) (w.s103 + 3); w.s104 = (short) (w.s104 + 3);
        w.s105 = (short) (w.s105 + 3); w.s106 = (short) (w.s106 + 3); w.s107 = (short) (w.s107 + 3); w.s108 = (short) (w.s108 + 3); w.s109 = (short) (w.s109 + 3);
        w.s110 = (short) (w.s110 + 3); w.s111 = (short) (w.s111 + 3); w.s112 = (short) (w.s112 + 3); w.s113 = (short) (w.s113 + 3); w.s114 = (short) (w.s114 + 3);
        w.s115 = (short) (w.s115 + 3); w.s116 = (short) (w.s116 + 3); w.s117 = (short) (w.s117 + 3); w.s118 = (short) (w.s118 + 3); w.s119 = (short) (w.s119 + 3);
        w.s120 = (short) (w.s120 + 3); w.s121 = (short) (w.s121 + 3); w.s122 = (short) (w.s122 + 3); w.s123 = (short) (w.s123 + 3); w.s124 = (short) (w.s124 + 3);
        w.s125 = (short) (w.s125 + 3); w.s126 = (short) (w.s126 + 3); w.s127 = (short) (w.s127 + 3); w.s128 = (short) (w.s128 + 3); w.s129 = (short) (w.s129 + 3);
        w.s130 = (short) (w.s130 + 3); w.s131 = (short) (w.s131 + 3); w.s132 = (short) (w.s132 + 3); w.s133 = (short) (w.s133 + 3); w.s134 = (short) (w.s134 + 3);
        w.s135 = (short) (w.s135 + 3); w.s136 = (short) (w.s136 + 3); w.s137 = (short) (w.s137 + 3); w.s138 = (short) (w.s138 + 3); w.s139 = (short) (w.s139 + 3);
        w.s140 = (short) (w.s140 + 3); w.s141 = (short) (w.s141 + 3); w.s142 = (short) (w.s142 + 3); w.s143 = (short) (w.s143 + 3); w.s144 = (short) (w.s144 + 3);
        w.b100 = (byte) (w.b100 + 3); w.b101 = (byte) (w.b101 + 3); w.b102 = (byte) (w.b102 + 3); w.b103 = (byte) (w.b103 + 3); w.b104 = (byte) (w.b104 + 3);
        w.b105 = (byte) (w.b105 + 3); w.b106 = (byte) (w.b106 + 3); w.b107 = (byte) (w.b107 + 3); w.b108 = (byte) (w.b108 + 3); w.b109 = (byte) (w.b109 + 3);
        w.b110 = (byte) (w.b110 + 3); w.b111 = (byte) (w.b111 + 3); w.b112 = (byte) (w.b112 + 3); w.b113 = (byte) (w.b113 + 3); w.b114 = (byte) (w.b114 + 3);
        w.b115 = (byte) (w.b115 + 3); w.b116 = (byte) (w.b116 + 3); w.b117 = (byte) (w.b117 + 3); w.b118 = (byte) (w.b118 + 3); w.b119 = (byte) (w.b119 + 3);
        w.b120 = (byte) (w.b120 + 3); w.b121 = (byte) (w.b121 + 3); w.b122 = (byte) (w.b122 + 3); w.b123 = (byte) (w.b123 + 3); w.b124 = (byte) (w.b124 + 3);
        w.b125 = (byte) (w.b125 + 3); w.b126 = (byte) (w.b126 + 3); w.b127 = (byte) (w.b127 + 3); w.b128 = (byte) (w.b128 + 3); w.b129 = (byte) (w.b129 + 3);
        w.b130 = (byte) (w.b130 + 3); w.b131 = (byte) (w.b131 + 3); w.b132 = (byte) (w.b132 + 3); w.b133 = (byte) (w.b133 + 3); w.b134 = (byte) (w.b134 + 3);
        w.b135 = (byte) (w.b135 + 3); w.b136 = (byte) (w.b136 + 3); w.b137 = (byte) (w.b137 + 3); w.b138 = (byte) (w.b138 + 3); w.b139 = (byte) (w.b139 + 3);
        w.b140 = (byte) (w.b140 + 3); w.b141 = (byte) (w.b141 + 3); w.b142 = (byte) (w.b142 + 3); w.b143 = (byte) (w.b143 + 3); w.b144 = (byte) (w.b144 + 3);
        w.i100 = (w.i100 + 3); w.i101 = (w.i101 + 3); w.i102 = (w.i102 + 3); w.i103 = (w.i103 + 3); w.i104 = (w.i104 + 3);
        w.i105 = (w.i105 + 3); w.i106 = (w.i106 + 3); w.i107 = (w.i107 + 3); w.i108 = (w.i108 + 3); w.i109 = (w.i109 + 3);
        w.i110 = (w.i110 + 3); w.i111 = (w.i111 + 3); w.i112 = (w.i112 + 3); w.i113 = (w.i113 + 3); w.i114 = (w.i114 + 3);
        w.i115 = (w.i115 + 3); w.i116 = (w.i116 + 3); w.i117 = (w.i117 + 3); w.i118 = (w.i118 + 3); w.i119 = (w.i119 + 3);
        w.i120 = (w.i120 + 3); w.i121 = (w.i121 + 3); w.i122 = (w.i122 + 3); w.i123 = (w.i123 + 3); w.i124 = (w.i124 + 3);
        w.i125 = (w.i125 + 3); w.i126 = (w.i126 + 3); w.i127 = (w.i127 + 3); w.i128 = (w.i128 + 3); w.i129 = (w.i129 + 3);
        w.o100 = w; w.o101 = w; w.o102 = w; w.o103 = w; w.o104 = w;
        w.o105 = w; w.o106 = w; w.o107 = w; w.o108 = w; w.o109 = w;
        w.o110 = w; w.o111 = w; w.o112 = w; w.o113 = w; w.o114 = w;
        w.o115 = w; w.o116 = w; w.o117 = w; w.o118 = w; w.o119 = w;
        w.o120 = w; w.o121 = w; w.o122 = w; w.o123 = w; w.o124 = w;
        w.o125 = w; w.o126 = w; w.o127 = w; w.o128 = w; w.o129 = w;
        w.o130 = w; w.o131 = w; w.o132 = w; w.o133 = w; w.o134 = w;
        w.o135 = w; w.o136 = w; w.o137 = w; w.o138 = w; w.o139 = w;
        w.o140 = w; w.o141 = w; w.o142 = w; w.o143 = w; w.o144 = w;
    }

    static int sumWide(Wide w) {
        int sum = 0;
        sum += w.s100; sum += w.s101; sum += w.s102; sum += w.s103; sum += w.s104;
        sum += w.s105; sum += w.s106; sum += w.s107; sum += w.s108; sum += w.s109;
        sum += w.s110; sum += w.s111; sum += w.s112; sum += w.s113; sum += w.s114;
        sum += w.s115; sum += w.s116; sum += w.s117; sum += w.s118; sum += w.s119;
        sum += w.s120; sum += w.s121; sum += w.s122; sum += w.s123; sum += w.s124;
        sum += w.s125; sum += w.s126; sum += w.s127; sum += w.s128; sum += w.s129;
        sum += w.s130; sum += w.s131; sum += w.s132; sum += w.s133; sum += w.s134;
        sum += w.s135; sum += w.s136; sum += w.s137; sum += w.s138; sum += w.s139;
        sum += w.s140; sum += w.s141; sum += w.s142; sum += w.s143; sum += w.s144;
        sum += w.b100; sum += w.b101; sum += w.b102; sum += w.b103; sum += w.b104;
        sum += w.b105; sum += w.b106; sum += w.b107; sum += w.b108; sum += w.b109;
        sum += w.b110; sum += w.b111; sum += w.b112; sum += w.b113; sum += w.b114;
        sum += w.b115; sum += w.b116; sum += w.b117; sum += w.b118; sum += w.b119;
        sum += w.b120; sum += w.b121; sum += w.b122; sum += w.b123; sum += w.b124;
        sum += w.b125; sum += w.b126; sum += w.b127; sum += w.b128; sum += w.b129;
        sum += w.b130; sum += w.b131; sum += w.b132; sum += w.b133; sum += w.b134;
        sum += w.b135; sum += w.b136; sum += w.b137; sum += w.b138; sum += w.b139;
        sum += w.b140; sum += w.b141; sum += w.b142; sum += w.b143; sum += w.b144;
        sum += w.i100; sum += w.i101; sum += w.i102; sum += w.i103; sum += w.i104;
        sum += w.i105; sum += w.i106; sum += w.i107; sum += w.i108; sum += w.i109;
        sum += w.i110; sum += w.i111; sum += w.i112; sum += w.i113; sum += w.i114;
        sum += w.i115; sum += w.i116; sum += w.i117; sum += w.i118; sum += w.i119;
        sum += w.i120; sum += w.i121; sum += w.i122; sum += w.i123; sum += w.i124;
        sum += w.i125; sum += w.i126; sum += w.i127; sum += w.i128; sum += w.i129;
        sum += w.o100 == w ? 1 : 0; sum += w.o101 == w ? 1 : 0; sum += w.o102 == w ? 1 : 0; sum += w.o103 == w ? 1 : 0; sum += w.o104 == w ? 1 : 0;
        sum += w.o105 == w ? 1 : 0; sum += w.o106 == w ? 1 : 0; sum += w.o107 == w ? 1 : 0; sum += w.o108 == w ? 1 : 0; sum += w.o109 == w ? 1 : 0;
        sum += w.o110 == w ? 1 : 0; sum += w.o111 == w ? 1 : 0; sum += w.o112 == w ? 1 : 0; sum += w.o113 == w ? 1 : 0; sum += w.o114 == w ? 1 : 0;
        sum += w.o115 == w ? 1 : 0; sum += w.o116 == w ? 1 : 0; sum += w.o117 == w ? 1 : 0; sum += w.o118 == w ? 1 : 0; sum += w.o119 == w ? 1 : 0;
        sum += w.o120 == w ? 1 : 0; sum += w.o121 == w ? 1 : 0; sum += w.o122 == w ? 1 : 0; sum += w.o123 == w ? 1 : 0; sum += w.o124 == w ? 1 : 0;
        sum += w.o125 == w ? 1 : 0; sum += w.o126 == w ? 1 : 0; sum += w.o127 == w ? 1 : 0; sum += w.o128 == w ? 1 : 0; sum += w.o129 == w ? 1 : 0;
        sum += w.o130 == w ? 1 : 0; sum += w.o131 == w ? 1 : 0; sum += w.o132 == w ? 1 : 0; sum += w.o133 == w ? 1 : 0; sum += w.o134 == w ? 1 : 0;
        sum += w.o135 == w ? 1 : 0; sum += w.o136 == w ? 1 : 0; sum += w.o137 == w ? 1 : 0; sum += w.o138 == w ? 1 : 0; sum += w.o139 == w ? 1 : 0;
        sum += w.o140 == w ? 1 : 0; sum += w.o141 == w ? 1 : 0; sum += w.o142 == w ? 1 : 0; sum += w.o143 == w ? 1 : 0; sum += w.o144 == w ? 1 : 0;
        return sum;
    }
}
