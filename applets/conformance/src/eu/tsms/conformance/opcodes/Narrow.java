package eu.tsms.conformance.opcodes;

/** Half of the fields of Wide. */
final class Narrow {
    short s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11, s12, s13, s14;
    short s15, s16, s17, s18, s19, s20, s21, s22, s23, s24, s25, s26, s27, s28, s29;
    short s30, s31, s32, s33, s34, s35, s36, s37, s38, s39, s40, s41, s42, s43, s44;
    byte b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, b10, b11, b12, b13, b14;
    byte b15, b16, b17, b18, b19, b20, b21, b22, b23, b24, b25, b26, b27, b28, b29;
    byte b30, b31, b32, b33, b34, b35, b36, b37, b38, b39, b40, b41, b42, b43, b44;
    int i0, i1, i2, i3, i4, i5, i6, i7, i8, i9, i10, i11, i12, i13, i14;
    int i15, i16, i17, i18, i19, i20, i21, i22, i23, i24, i25, i26, i27, i28, i29;
    Object o0, o1, o2, o3, o4, o5, o6, o7, o8, o9, o10, o11, o12, o13, o14;
    Object o15, o16, o17, o18, o19, o20, o21, o22, o23, o24, o25, o26, o27, o28, o29;
    Object o30, o31, o32, o33, o34, o35, o36, o37, o38, o39, o40, o41, o42, o43, o44;

    void fillNarrow(short a) {
        s0 = (short) (a + 0); s1 = (short) (a + 1); s2 = (short) (a + 2); s3 = (short) (a + 3); s4 = (short) (a + 4);
        s5 = (short) (a + 5); s6 = (short) (a + 6); s7 = (short) (a + 7); s8 = (short) (a + 8); s9 = (short) (a + 9);
        s10 = (short) (a + 10); s11 = (short) (a + 11); s12 = (short) (a + 12); s13 = (short) (a + 13); s14 = (short) (a + 14);
        s15 = (short) (a + 15); s16 = (short) (a + 16); s17 = (short) (a + 17); s18 = (short) (a + 18); s19 = (short) (a + 19);
        s20 = (short) (a + 20); s21 = (short) (a + 21); s22 = (short) (a + 22); s23 = (short) (a + 23); s24 = (short) (a + 24);
        s25 = (short) (a + 25); s26 = (short) (a + 26); s27 = (short) (a + 27); s28 = (short) (a + 28); s29 = (short) (a + 29);
        s30 = (short) (a + 30); s31 = (short) (a + 31); s32 = (short) (a + 32); s33 = (short) (a + 33); s34 = (short) (a + 34);
        s35 = (short) (a + 35); s36 = (short) (a + 36); s37 = (short) (a + 37); s38 = (short) (a + 38); s39 = (short) (a + 39);
        s40 = (short) (a + 40); s41 = (short) (a + 41); s42 = (short) (a + 42); s43 = (short) (a + 43); s44 = (short) (a + 44);
        b0 = (byte) (a + 0); b1 = (byte) (a + 1); b2 = (byte) (a + 2); b3 = (byte) (a + 3); b4 = (byte) (a + 4);
        b5 = (byte) (a + 5); b6 = (byte) (a + 6); b7 = (byte) (a + 7); b8 = (byte) (a + 8); b9 = (byte) (a + 9);
        b10 = (byte) (a + 10); b11 = (byte) (a + 11); b12 = (byte) (a + 12); b13 = (byte) (a + 13); b14 = (byte) (a + 14);
        b15 = (byte) (a + 15); b16 = (byte) (a + 16); b17 = (byte) (a + 17); b18 = (byte) (a + 18); b19 = (byte) (a + 19);
        b20 = (byte) (a + 20); b21 = (byte) (a + 21); b22 = (byte) (a + 22); b23 = (byte) (a + 23); b24 = (byte) (a + 24);
        b25 = (byte) (a + 25); b26 = (byte) (a + 26); b27 = (byte) (a + 27); b28 = (byte) (a + 28); b29 = (byte) (a + 29);
        b30 = (byte) (a + 30); b31 = (byte) (a + 31); b32 = (byte) (a + 32); b33 = (byte) (a + 33); b34 = (byte) (a + 34);
        b35 = (byte) (a + 35); b36 = (byte) (a + 36); b37 = (byte) (a + 37); b38 = (byte) (a + 38); b39 = (byte) (a + 39);
        b40 = (byte) (a + 40); b41 = (byte) (a + 41); b42 = (byte) (a + 42); b43 = (byte) (a + 43); b44 = (byte) (a + 44);
        i0 = (a + 0); i1 = (a + 1); i2 = (a + 2); i3 = (a + 3); i4 = (a + 4);
        i5 = (a + 5); i6 = (a + 6); i7 = (a + 7); i8 = (a + 8); i9 = (a + 9);
        i10 = (a + 10); i11 = (a + 11); i12 = (a + 12); i13 = (a + 13); i14 = (a + 14);
        i15 = (a + 15); i16 = (a + 16); i17 = (a + 17); i18 = (a + 18); i19 = (a + 19);
        i20 = (a + 20); i21 = (a + 21); i22 = (a + 22); i23 = (a + 23); i24 = (a + 24);
        i25 = (a + 25); i26 = (a + 26); i27 = (a + 27); i28 = (a + 28); i29 = (a + 29);
        o0 = this; o1 = this; o2 = this; o3 = this; o4 = this;
        o5 = this; o6 = this; o7 = this; o8 = this; o9 = this;
        o10 = this; o11 = this; o12 = this; o13 = this; o14 = this;
        o15 = this; o16 = this; o17 = this; o18 = this; o19 = this;
        o20 = this; o21 = this; o22 = this; o23 = this; o24 = this;
        o25 = this; o26 = this; o27 = this; o28 = this; o29 = this;
        o30 = this; o31 = this; o32 = this; o33 = this; o34 = this;
        o35 = this; o36 = this; o37 = this; o38 = this; o39 = this;
        o40 = this; o41 = this; o42 = this; o43 = this; o44 = this;
    }

    static void changeNarrow(Narrow w) {
        w.s0 = (short) (w.s0 + 3); w.s1 = (short) (w.s1 + 3); w.s2 = (short) (w.s2 + 3); w.s3 = (short) (w.s3 + 3); w.s4 = (short) (w.s4 + 3);
        w.s5 = (short) (w.s5 + 3); w.s6 = (short) (w.s6 + 3); w.s7 = (short) (w.s7 + 3); w.s8 = (short) (w.s8 + 3); w.s9 = (short) (w.s9 + 3);
        w.s10 = (short) (w.s10 + 3); w.s11 = (short) (w.s11 + 3); w.s12 = (short) (w.s12 + 3); w.s13 = (short) (w.s13 + 3); w.s14 = (short) (w.s14 + 3);
        w.s15 = (short) (w.s15 + 3); w.s16 = (short) (w.s16 + 3); w.s17 = (short) (w.s17 + 3); w.s18 = (short) (w.s18 + 3); w.s19 = (short) (w.s19 + 3);
        w.s20 = (short) (w.s20 + 3); w.s21 = (short) (w.s21 + 3); w.s22 = (short) (w.s22 + 3); w.s23 = (short) (w.s23 + 3); w.s24 = (short) (w.s24 + 3);
        w.s25 = (short) (w.s25 + 3); w.s26 = (short) (w.s26 + 3); w.s27 = (short) (w.s27 + 3); w.s28 = (short) (w.s28 + 3); w.s29 = (short) (w.s29 + 3);
        w.s30 = (short) (w.s30 + 3); w.s31 = (short) (w.s31 + 3); w.s32 = (short) (w.s32 + 3); w.s33 = (short) (w.s33 + 3); w.s34 = (short) (w.s34 + 3);
        w.s35 = (short) (w.s35 + 3); w.s36 = (short) (w.s36 + 3); w.s37 = (short) (w.s37 + 3); w.s38 = (short) (w.s38 + 3); w.s39 = (short) (w.s39 + 3);
        w.s40 = (short) (w.s40 + 3); w.s41 = (short) (w.s41 + 3); w.s42 = (short) (w.s42 + 3); w.s43 = (short) (w.s43 + 3); w.s44 = (short) (w.s44 + 3);
        w.b0 = (byte) (w.b0 + 3); w.b1 = (byte) (w.b1 + 3); w.b2 = (byte) (w.b2 + 3); w.b3 = (byte) (w.b3 + 3); w.b4 = (byte) (w.b4 + 3);
        w.b5 = (byte) (w.b5 + 3); w.b6 = (byte) (w.b6 + 3); w.b7 = (byte) (w.b7 + 3); w.b8 = (byte) (w.b8 + 3); w.b9 = (byte) (w.b9 + 3);
        w.b10 = (byte) (w.b10 + 3); w.b11 = (byte) (w.b11 + 3); w.b12 = (byte) (w.b12 + 3); w.b13 = (byte) (w.b13 + 3); w.b14 = (byte) (w.b14 + 3);
        w.b15 = (byte) (w.b15 + 3); w.b16 = (byte) (w.b16 + 3); w.b17 = (byte) (w.b17 + 3); w.b18 = (byte) (w.b18 + 3); w.b19 = (byte) (w.b19 + 3);
        w.b20 = (byte) (w.b20 + 3); w.b21 = (byte) (w.b21 + 3); w.b22 = (byte) (w.b22 + 3); w.b23 = (byte) (w.b23 + 3); w.b24 = (byte) (w.b24 + 3);
        w.b25 = (byte) (w.b25 + 3); w.b26 = (byte) (w.b26 + 3); w.b27 = (byte) (w.b27 + 3); w.b28 = (byte) (w.b28 + 3); w.b29 = (byte) (w.b29 + 3);
        w.b30 = (byte) (w.b30 + 3); w.b31 = (byte) (w.b31 + 3); w.b32 = (byte) (w.b32 + 3); w.b33 = (byte) (w.b33 + 3); w.b34 = (byte) (w.b34 + 3);
        w.b35 = (byte) (w.b35 + 3); w.b36 = (byte) (w.b36 + 3); w.b37 = (byte) (w.b37 + 3); w.b38 = (byte) (w.b38 + 3); w.b39 = (byte) (w.b39 + 3);
        w.b40 = (byte) (w.b40 + 3); w.b41 = (byte) (w.b41 + 3); w.b42 = (byte) (w.b42 + 3); w.b43 = (byte) (w.b43 + 3); w.b44 = (byte) (w.b44 + 3);
        w.i0 = (w.i0 + 3); w.i1 = (w.i1 + 3); w.i2 = (w.i2 + 3); w.i3 = (w.i3 + 3); w.i4 = (w.i4 + 3);
        w.i5 = (w.i5 + 3); w.i6 = (w.i6 + 3); w.i7 = (w.i7 + 3); w.i8 = (w.i8 + 3); w.i9 = (w.i9 + 3);
        w.i10 = (w.i10 + 3); w.i11 = (w.i11 + 3); w.i12 = (w.i12 + 3); w.i13 = (w.i13 + 3); w.i14 = (w.i14 + 3);
        w.i15 = (w.i15 + 3); w.i16 = (w.i16 + 3); w.i17 = (w.i17 + 3); w.i18 = (w.i18 + 3); w.i19 = (w.i19 + 3);
        w.i20 = (w.i20 + 3); w.i21 = (w.i21 + 3); w.i22 = (w.i22 + 3); w.i23 = (w.i23 + 3); w.i24 = (w.i24 + 3);
        w.i25 = (w.i25 + 3); w.i26 = (w.i26 + 3); w.i27 = (w.i27 + 3); w.i28 = (w.i28 + 3); w.i29 = (w.i29 + 3);
        w.o0 = w; w.o1 = w; w.o2 = w; w.o3 = w; w.o4 = w;
        w.o5 = w; w.o6 = w; w.o7 = w; w.o8 = w; w.o9 = w;
        w.o10 = w; w.o11 = w; w.o12 = w; w.o13 = w; w.o14 = w;
        w.o15 = w; w.o16 = w; w.o17 = w; w.o18 = w; w.o19 = w;
        w.o20 = w; w.o21 = w; w.o22 = w; w.o23 = w; w.o24 = w;
        w.o25 = w; w.o26 = w; w.o27 = w; w.o28 = w; w.o29 = w;
        w.o30 = w; w.o31 = w; w.o32 = w; w.o33 = w; w.o34 = w;
        w.o35 = w; w.o36 = w; w.o37 = w; w.o38 = w; w.o39 = w;
        w.o40 = w; w.o41 = w; w.o42 = w; w.o43 = w; w.o44 = w;
    }

    static int sumNarrow(Narrow w) {
        int sum = 0;
        sum += w.s0; sum += w.s1; sum += w.s2; sum += w.s3; sum += w.s4;
        sum += w.s5; sum += w.s6; sum += w.s7; sum += w.s8; sum += w.s9;
        sum += w.s10; sum += w.s11; sum += w.s12; sum += w.s13; sum += w.s14;
        sum += w.s15; sum += w.s16; sum += w.s17; sum += w.s18; sum += w.s19;
        sum += w.s20; sum += w.s21; sum += w.s22; sum += w.s23; sum += w.s24;
        sum += w.s25; sum += w.s26; sum += w.s27; sum += w.s28; sum += w.s29;
        sum += w.s30; sum += w.s31; sum += w.s32; sum += w.s33; sum += w.s34;
        sum += w.s35; sum += w.s36; sum += w.s37; sum += w.s38; sum += w.s39;
        sum += w.s40; sum += w.s41; sum += w.s42; sum += w.s43; sum += w.s44;
        sum += w.b0; sum += w.b1; sum += w.b2; sum += w.b3; sum += w.b4;
        sum += w.b5; sum += w.b6; sum += w.b7; sum += w.b8; sum += w.b9;
        sum += w.b10; sum += w.b11; sum += w.b12; sum += w.b13; sum += w.b14;
        sum += w.b15; sum += w.b16; sum += w.b17; sum += w.b18; sum += w.b19;
        sum += w.b20; sum += w.b21; sum += w.b22; sum += w.b23; sum += w.b24;
        sum += w.b25; sum += w.b26; sum += w.b27; sum += w.b28; sum += w.b29;
        sum += w.b30; sum += w.b31; sum += w.b32; sum += w.b33; sum += w.b34;
        sum += w.b35; sum += w.b36; sum += w.b37; sum += w.b38; sum += w.b39;
        sum += w.b40; sum += w.b41; sum += w.b42; sum += w.b43; sum += w.b44;
        sum += w.i0; sum += w.i1; sum += w.i2; sum += w.i3; sum += w.i4;
        sum += w.i5; sum += w.i6; sum += w.i7; sum += w.i8; sum += w.i9;
        sum += w.i10; sum += w.i11; sum += w.i12; sum += w.i13; sum += w.i14;
        sum += w.i15; sum += w.i16; sum += w.i17; sum += w.i18; sum += w.i19;
        sum += w.i20; sum += w.i21; sum += w.i22; sum += w.i23; sum += w.i24;
        sum += w.i25; sum += w.i26; sum += w.i27; sum += w.i28; sum += w.i29;
        sum += w.o0 == w ? 1 : 0; sum += w.o1 == w ? 1 : 0; sum += w.o2 == w ? 1 : 0; sum += w.o3 == w ? 1 : 0; sum += w.o4 == w ? 1 : 0;
        sum += w.o5 == w ? 1 : 0; sum += w.o6 == w ? 1 : 0; sum += w.o7 == w ? 1 : 0; sum += w.o8 == w ? 1 : 0; sum += w.o9 == w ? 1 : 0;
        sum += w.o10 == w ? 1 : 0; sum += w.o11 == w ? 1 : 0; sum += w.o12 == w ? 1 : 0; sum += w.o13 == w ? 1 : 0; sum += w.o14 == w ? 1 : 0;
        sum += w.o15 == w ? 1 : 0; sum += w.o16 == w ? 1 : 0; sum += w.o17 == w ? 1 : 0; sum += w.o18 == w ? 1 : 0; sum += w.o19 == w ? 1 : 0;
        sum += w.o20 == w ? 1 : 0; sum += w.o21 == w ? 1 : 0; sum += w.o22 == w ? 1 : 0; sum += w.o23 == w ? 1 : 0; sum += w.o24 == w ? 1 : 0;
        sum += w.o25 == w ? 1 : 0; sum += w.o26 == w ? 1 : 0; sum += w.o27 == w ? 1 : 0; sum += w.o28 == w ? 1 : 0; sum += w.o29 == w ? 1 : 0;
        sum += w.o30 == w ? 1 : 0; sum += w.o31 == w ? 1 : 0; sum += w.o32 == w ? 1 : 0; sum += w.o33 == w ? 1 : 0; sum += w.o34 == w ? 1 : 0;
        sum += w.o35 == w ? 1 : 0; sum += w.o36 == w ? 1 : 0; sum += w.o37 == w ? 1 : 0; sum += w.o38 == w ? 1 : 0; sum += w.o39 == w ? 1 : 0;
        sum += w.o40 == w ? 1 : 0; sum += w.o41 == w ? 1 : 0; sum += w.o42 == w ? 1 : 0; sum += w.o43 == w ? 1 : 0; sum += w.o44 == w ? 1 : 0;
        return sum;
    }
}
