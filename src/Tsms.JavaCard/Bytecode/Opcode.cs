namespace Tsms.JavaCard.Bytecode;

/// <summary>
/// The instructions of the Java Card virtual machine (JCVM 3.0.5 chapter 7). What each takes and does stands in <see cref="Opcodes"/>.
/// </summary>
public enum Opcode : byte
{
    /// <summary><c>nop</c>, JCVM 7.5.72.</summary>
    Nop = 0,
    /// <summary><c>aconst_null</c>, JCVM 7.5.3.</summary>
    AConstNull = 1,
    /// <summary><c>sconst_m1</c>, JCVM 7.5.87.</summary>
    SConstM1 = 2,
    /// <summary><c>sconst_0</c>, JCVM 7.5.87.</summary>
    SConst0 = 3,
    /// <summary><c>sconst_1</c>, JCVM 7.5.87.</summary>
    SConst1 = 4,
    /// <summary><c>sconst_2</c>, JCVM 7.5.87.</summary>
    SConst2 = 5,
    /// <summary><c>sconst_3</c>, JCVM 7.5.87.</summary>
    SConst3 = 6,
    /// <summary><c>sconst_4</c>, JCVM 7.5.87.</summary>
    SConst4 = 7,
    /// <summary><c>sconst_5</c>, JCVM 7.5.87.</summary>
    SConst5 = 8,
    /// <summary><c>iconst_m1</c>, JCVM 7.5.33.</summary>
    IConstM1 = 9,
    /// <summary><c>iconst_0</c>, JCVM 7.5.33.</summary>
    IConst0 = 10,
    /// <summary><c>iconst_1</c>, JCVM 7.5.33.</summary>
    IConst1 = 11,
    /// <summary><c>iconst_2</c>, JCVM 7.5.33.</summary>
    IConst2 = 12,
    /// <summary><c>iconst_3</c>, JCVM 7.5.33.</summary>
    IConst3 = 13,
    /// <summary><c>iconst_4</c>, JCVM 7.5.33.</summary>
    IConst4 = 14,
    /// <summary><c>iconst_5</c>, JCVM 7.5.33.</summary>
    IConst5 = 15,
    /// <summary><c>bspush</c>, JCVM 7.5.15.</summary>
    BSPush = 16,
    /// <summary><c>sspush</c>, JCVM 7.5.102.</summary>
    SSPush = 17,
    /// <summary><c>bipush</c>, JCVM 7.5.14.</summary>
    BIPush = 18,
    /// <summary><c>sipush</c>, JCVM 7.5.91.</summary>
    SIPush = 19,
    /// <summary><c>iipush</c>, JCVM 7.5.47.</summary>
    IIPush = 20,
    /// <summary><c>aload</c>, JCVM 7.5.4.</summary>
    ALoad = 21,
    /// <summary><c>sload</c>, JCVM 7.5.92.</summary>
    SLoad = 22,
    /// <summary><c>iload</c>, JCVM 7.5.48.</summary>
    ILoad = 23,
    /// <summary><c>aload_0</c>, JCVM 7.5.5.</summary>
    ALoad0 = 24,
    /// <summary><c>aload_1</c>, JCVM 7.5.5.</summary>
    ALoad1 = 25,
    /// <summary><c>aload_2</c>, JCVM 7.5.5.</summary>
    ALoad2 = 26,
    /// <summary><c>aload_3</c>, JCVM 7.5.5.</summary>
    ALoad3 = 27,
    /// <summary><c>sload_0</c>, JCVM 7.5.93.</summary>
    SLoad0 = 28,
    /// <summary><c>sload_1</c>, JCVM 7.5.93.</summary>
    SLoad1 = 29,
    /// <summary><c>sload_2</c>, JCVM 7.5.93.</summary>
    SLoad2 = 30,
    /// <summary><c>sload_3</c>, JCVM 7.5.93.</summary>
    SLoad3 = 31,
    /// <summary><c>iload_0</c>, JCVM 7.5.49.</summary>
    ILoad0 = 32,
    /// <summary><c>iload_1</c>, JCVM 7.5.49.</summary>
    ILoad1 = 33,
    /// <summary><c>iload_2</c>, JCVM 7.5.49.</summary>
    ILoad2 = 34,
    /// <summary><c>iload_3</c>, JCVM 7.5.49.</summary>
    ILoad3 = 35,
    /// <summary><c>aaload</c>, JCVM 7.5.1.</summary>
    AALoad = 36,
    /// <summary><c>baload</c>, JCVM 7.5.12.</summary>
    BALoad = 37,
    /// <summary><c>saload</c>, JCVM 7.5.84.</summary>
    SALoad = 38,
    /// <summary><c>iaload</c>, JCVM 7.5.29.</summary>
    IALoad = 39,
    /// <summary><c>astore</c>, JCVM 7.5.9.</summary>
    AStore = 40,
    /// <summary><c>sstore</c>, JCVM 7.5.103.</summary>
    SStore = 41,
    /// <summary><c>istore</c>, JCVM 7.5.63.</summary>
    IStore = 42,
    /// <summary><c>astore_0</c>, JCVM 7.5.10.</summary>
    AStore0 = 43,
    /// <summary><c>astore_1</c>, JCVM 7.5.10.</summary>
    AStore1 = 44,
    /// <summary><c>astore_2</c>, JCVM 7.5.10.</summary>
    AStore2 = 45,
    /// <summary><c>astore_3</c>, JCVM 7.5.10.</summary>
    AStore3 = 46,
    /// <summary><c>sstore_0</c>, JCVM 7.5.104.</summary>
    SStore0 = 47,
    /// <summary><c>sstore_1</c>, JCVM 7.5.104.</summary>
    SStore1 = 48,
    /// <summary><c>sstore_2</c>, JCVM 7.5.104.</summary>
    SStore2 = 49,
    /// <summary><c>sstore_3</c>, JCVM 7.5.104.</summary>
    SStore3 = 50,
    /// <summary><c>istore_0</c>, JCVM 7.5.64.</summary>
    IStore0 = 51,
    /// <summary><c>istore_1</c>, JCVM 7.5.64.</summary>
    IStore1 = 52,
    /// <summary><c>istore_2</c>, JCVM 7.5.64.</summary>
    IStore2 = 53,
    /// <summary><c>istore_3</c>, JCVM 7.5.64.</summary>
    IStore3 = 54,
    /// <summary><c>aastore</c>, JCVM 7.5.2.</summary>
    AAStore = 55,
    /// <summary><c>bastore</c>, JCVM 7.5.13.</summary>
    BAStore = 56,
    /// <summary><c>sastore</c>, JCVM 7.5.86.</summary>
    SAStore = 57,
    /// <summary><c>iastore</c>, JCVM 7.5.31.</summary>
    IAStore = 58,
    /// <summary><c>pop</c>, JCVM 7.5.73.</summary>
    Pop = 59,
    /// <summary><c>pop2</c>, JCVM 7.5.74.</summary>
    Pop2 = 60,
    /// <summary><c>dup</c>, JCVM 7.5.17.</summary>
    Dup = 61,
    /// <summary><c>dup2</c>, JCVM 7.5.19.</summary>
    Dup2 = 62,
    /// <summary><c>dup_x</c>, JCVM 7.5.18.</summary>
    DupX = 63,
    /// <summary><c>swap_x</c>, JCVM 7.5.108.</summary>
    SwapX = 64,
    /// <summary><c>sadd</c>, JCVM 7.5.83.</summary>
    SAdd = 65,
    /// <summary><c>iadd</c>, JCVM 7.5.28.</summary>
    IAdd = 66,
    /// <summary><c>ssub</c>, JCVM 7.5.105.</summary>
    SSub = 67,
    /// <summary><c>isub</c>, JCVM 7.5.65.</summary>
    ISub = 68,
    /// <summary><c>smul</c>, JCVM 7.5.95.</summary>
    SMul = 69,
    /// <summary><c>imul</c>, JCVM 7.5.51.</summary>
    IMul = 70,
    /// <summary><c>sdiv</c>, JCVM 7.5.88.</summary>
    SDiv = 71,
    /// <summary><c>idiv</c>, JCVM 7.5.34.</summary>
    IDiv = 72,
    /// <summary><c>srem</c>, JCVM 7.5.98.</summary>
    SRem = 73,
    /// <summary><c>irem</c>, JCVM 7.5.59.</summary>
    IRem = 74,
    /// <summary><c>sneg</c>, JCVM 7.5.96.</summary>
    SNeg = 75,
    /// <summary><c>ineg</c>, JCVM 7.5.52.</summary>
    INeg = 76,
    /// <summary><c>sshl</c>, JCVM 7.5.100.</summary>
    SShl = 77,
    /// <summary><c>ishl</c>, JCVM 7.5.61.</summary>
    IShl = 78,
    /// <summary><c>sshr</c>, JCVM 7.5.101.</summary>
    SShr = 79,
    /// <summary><c>ishr</c>, JCVM 7.5.62.</summary>
    IShr = 80,
    /// <summary><c>sushr</c>, JCVM 7.5.107.</summary>
    SUShr = 81,
    /// <summary><c>iushr</c>, JCVM 7.5.67.</summary>
    IUShr = 82,
    /// <summary><c>sand</c>, JCVM 7.5.85.</summary>
    SAnd = 83,
    /// <summary><c>iand</c>, JCVM 7.5.30.</summary>
    IAnd = 84,
    /// <summary><c>sor</c>, JCVM 7.5.97.</summary>
    SOr = 85,
    /// <summary><c>ior</c>, JCVM 7.5.58.</summary>
    IOr = 86,
    /// <summary><c>sxor</c>, JCVM 7.5.109.</summary>
    SXor = 87,
    /// <summary><c>ixor</c>, JCVM 7.5.68.</summary>
    IXor = 88,
    /// <summary><c>sinc</c>, JCVM 7.5.89.</summary>
    SInc = 89,
    /// <summary><c>iinc</c>, JCVM 7.5.45.</summary>
    IInc = 90,
    /// <summary><c>s2b</c>, JCVM 7.5.81.</summary>
    S2b = 91,
    /// <summary><c>s2i</c>, JCVM 7.5.82.</summary>
    S2i = 92,
    /// <summary><c>i2b</c>, JCVM 7.5.26.</summary>
    I2b = 93,
    /// <summary><c>i2s</c>, JCVM 7.5.27.</summary>
    I2s = 94,
    /// <summary><c>icmp</c>, JCVM 7.5.32.</summary>
    ICmp = 95,
    /// <summary><c>ifeq</c>, JCVM 7.5.39.</summary>
    IfEq = 96,
    /// <summary><c>ifne</c>, JCVM 7.5.39.</summary>
    IfNe = 97,
    /// <summary><c>iflt</c>, JCVM 7.5.39.</summary>
    IfLt = 98,
    /// <summary><c>ifge</c>, JCVM 7.5.39.</summary>
    IfGe = 99,
    /// <summary><c>ifgt</c>, JCVM 7.5.39.</summary>
    IfGt = 100,
    /// <summary><c>ifle</c>, JCVM 7.5.39.</summary>
    IfLe = 101,
    /// <summary><c>ifnull</c>, JCVM 7.5.43.</summary>
    IfNull = 102,
    /// <summary><c>ifnonnull</c>, JCVM 7.5.41.</summary>
    IfNonNull = 103,
    /// <summary><c>if_acmpeq</c>, JCVM 7.5.35.</summary>
    IfACmpEq = 104,
    /// <summary><c>if_acmpne</c>, JCVM 7.5.35.</summary>
    IfACmpNe = 105,
    /// <summary><c>if_scmpeq</c>, JCVM 7.5.37.</summary>
    IfSCmpEq = 106,
    /// <summary><c>if_scmpne</c>, JCVM 7.5.37.</summary>
    IfSCmpNe = 107,
    /// <summary><c>if_scmplt</c>, JCVM 7.5.37.</summary>
    IfSCmpLt = 108,
    /// <summary><c>if_scmpge</c>, JCVM 7.5.37.</summary>
    IfSCmpGe = 109,
    /// <summary><c>if_scmpgt</c>, JCVM 7.5.37.</summary>
    IfSCmpGt = 110,
    /// <summary><c>if_scmple</c>, JCVM 7.5.37.</summary>
    IfSCmpLe = 111,
    /// <summary><c>goto</c>, JCVM 7.5.24.</summary>
    Goto = 112,
    /// <summary><c>jsr</c>, JCVM 7.5.69.</summary>
    Jsr = 113,
    /// <summary><c>ret</c>, JCVM 7.5.79.</summary>
    Ret = 114,
    /// <summary><c>stableswitch</c>, JCVM 7.5.106.</summary>
    STableSwitch = 115,
    /// <summary><c>itableswitch</c>, JCVM 7.5.66.</summary>
    ITableSwitch = 116,
    /// <summary><c>slookupswitch</c>, JCVM 7.5.94.</summary>
    SLookupSwitch = 117,
    /// <summary><c>ilookupswitch</c>, JCVM 7.5.50.</summary>
    ILookupSwitch = 118,
    /// <summary><c>areturn</c>, JCVM 7.5.7.</summary>
    AReturn = 119,
    /// <summary><c>sreturn</c>, JCVM 7.5.99.</summary>
    SReturn = 120,
    /// <summary><c>ireturn</c>, JCVM 7.5.60.</summary>
    IReturn = 121,
    /// <summary><c>return</c>, JCVM 7.5.80.</summary>
    Return = 122,
    /// <summary><c>getstatic_a</c>, JCVM 7.5.23.</summary>
    GetStaticA = 123,
    /// <summary><c>getstatic_b</c>, JCVM 7.5.23.</summary>
    GetStaticB = 124,
    /// <summary><c>getstatic_s</c>, JCVM 7.5.23.</summary>
    GetStaticS = 125,
    /// <summary><c>getstatic_i</c>, JCVM 7.5.23.</summary>
    GetStaticI = 126,
    /// <summary><c>putstatic_a</c>, JCVM 7.5.78.</summary>
    PutStaticA = 127,
    /// <summary><c>putstatic_b</c>, JCVM 7.5.78.</summary>
    PutStaticB = 128,
    /// <summary><c>putstatic_s</c>, JCVM 7.5.78.</summary>
    PutStaticS = 129,
    /// <summary><c>putstatic_i</c>, JCVM 7.5.78.</summary>
    PutStaticI = 130,
    /// <summary><c>getfield_a</c>, JCVM 7.5.20.</summary>
    GetFieldA = 131,
    /// <summary><c>getfield_b</c>, JCVM 7.5.20.</summary>
    GetFieldB = 132,
    /// <summary><c>getfield_s</c>, JCVM 7.5.20.</summary>
    GetFieldS = 133,
    /// <summary><c>getfield_i</c>, JCVM 7.5.20.</summary>
    GetFieldI = 134,
    /// <summary><c>putfield_a</c>, JCVM 7.5.75.</summary>
    PutFieldA = 135,
    /// <summary><c>putfield_b</c>, JCVM 7.5.75.</summary>
    PutFieldB = 136,
    /// <summary><c>putfield_s</c>, JCVM 7.5.75.</summary>
    PutFieldS = 137,
    /// <summary><c>putfield_i</c>, JCVM 7.5.75.</summary>
    PutFieldI = 138,
    /// <summary><c>invokevirtual</c>, JCVM 7.5.57.</summary>
    InvokeVirtual = 139,
    /// <summary><c>invokespecial</c>, JCVM 7.5.55.</summary>
    InvokeSpecial = 140,
    /// <summary><c>invokestatic</c>, JCVM 7.5.56.</summary>
    InvokeStatic = 141,
    /// <summary><c>invokeinterface</c>, JCVM 7.5.54.</summary>
    InvokeInterface = 142,
    /// <summary><c>new</c>, JCVM 7.5.70.</summary>
    New = 143,
    /// <summary><c>newarray</c>, JCVM 7.5.71.</summary>
    NewArray = 144,
    /// <summary><c>anewarray</c>, JCVM 7.5.6.</summary>
    ANewArray = 145,
    /// <summary><c>arraylength</c>, JCVM 7.5.8.</summary>
    ArrayLength = 146,
    /// <summary><c>athrow</c>, JCVM 7.5.11.</summary>
    AThrow = 147,
    /// <summary><c>checkcast</c>, JCVM 7.5.16.</summary>
    CheckCast = 148,
    /// <summary><c>instanceof</c>, JCVM 7.5.53.</summary>
    InstanceOf = 149,
    /// <summary><c>sinc_w</c>, JCVM 7.5.90.</summary>
    SIncW = 150,
    /// <summary><c>iinc_w</c>, JCVM 7.5.46.</summary>
    IIncW = 151,
    /// <summary><c>ifeq_w</c>, JCVM 7.5.40.</summary>
    IfEqW = 152,
    /// <summary><c>ifne_w</c>, JCVM 7.5.40.</summary>
    IfNeW = 153,
    /// <summary><c>iflt_w</c>, JCVM 7.5.40.</summary>
    IfLtW = 154,
    /// <summary><c>ifge_w</c>, JCVM 7.5.40.</summary>
    IfGeW = 155,
    /// <summary><c>ifgt_w</c>, JCVM 7.5.40.</summary>
    IfGtW = 156,
    /// <summary><c>ifle_w</c>, JCVM 7.5.40.</summary>
    IfLeW = 157,
    /// <summary><c>ifnull_w</c>, JCVM 7.5.44.</summary>
    IfNullW = 158,
    /// <summary><c>ifnonnull_w</c>, JCVM 7.5.42.</summary>
    IfNonNullW = 159,
    /// <summary><c>if_acmpeq_w</c>, JCVM 7.5.36.</summary>
    IfACmpEqW = 160,
    /// <summary><c>if_acmpne_w</c>, JCVM 7.5.36.</summary>
    IfACmpNeW = 161,
    /// <summary><c>if_scmpeq_w</c>, JCVM 7.5.38.</summary>
    IfSCmpEqW = 162,
    /// <summary><c>if_scmpne_w</c>, JCVM 7.5.38.</summary>
    IfSCmpNeW = 163,
    /// <summary><c>if_scmplt_w</c>, JCVM 7.5.38.</summary>
    IfSCmpLtW = 164,
    /// <summary><c>if_scmpge_w</c>, JCVM 7.5.38.</summary>
    IfSCmpGeW = 165,
    /// <summary><c>if_scmpgt_w</c>, JCVM 7.5.38.</summary>
    IfSCmpGtW = 166,
    /// <summary><c>if_scmple_w</c>, JCVM 7.5.38.</summary>
    IfSCmpLeW = 167,
    /// <summary><c>goto_w</c>, JCVM 7.5.25.</summary>
    GotoW = 168,
    /// <summary><c>getfield_a_w</c>, JCVM 7.5.22.</summary>
    GetFieldAW = 169,
    /// <summary><c>getfield_b_w</c>, JCVM 7.5.22.</summary>
    GetFieldBW = 170,
    /// <summary><c>getfield_s_w</c>, JCVM 7.5.22.</summary>
    GetFieldSW = 171,
    /// <summary><c>getfield_i_w</c>, JCVM 7.5.22.</summary>
    GetFieldIW = 172,
    /// <summary><c>getfield_a_this</c>, JCVM 7.5.21.</summary>
    GetFieldAThis = 173,
    /// <summary><c>getfield_b_this</c>, JCVM 7.5.21.</summary>
    GetFieldBThis = 174,
    /// <summary><c>getfield_s_this</c>, JCVM 7.5.21.</summary>
    GetFieldSThis = 175,
    /// <summary><c>getfield_i_this</c>, JCVM 7.5.21.</summary>
    GetFieldIThis = 176,
    /// <summary><c>putfield_a_w</c>, JCVM 7.5.77.</summary>
    PutFieldAW = 177,
    /// <summary><c>putfield_b_w</c>, JCVM 7.5.77.</summary>
    PutFieldBW = 178,
    /// <summary><c>putfield_s_w</c>, JCVM 7.5.77.</summary>
    PutFieldSW = 179,
    /// <summary><c>putfield_i_w</c>, JCVM 7.5.77.</summary>
    PutFieldIW = 180,
    /// <summary><c>putfield_a_this</c>, JCVM 7.5.76.</summary>
    PutFieldAThis = 181,
    /// <summary><c>putfield_b_this</c>, JCVM 7.5.76.</summary>
    PutFieldBThis = 182,
    /// <summary><c>putfield_s_this</c>, JCVM 7.5.76.</summary>
    PutFieldSThis = 183,
    /// <summary><c>putfield_i_this</c>, JCVM 7.5.76.</summary>
    PutFieldIThis = 184,
    /// <summary><c>impdep1</c>: the implementation's own; never in a CAP file (JCVM 7.2).</summary>
    ImpDep1 = 254,
    /// <summary><c>impdep2</c>: the implementation's own; never in a CAP file (JCVM 7.2).</summary>
    ImpDep2 = 255,
}
