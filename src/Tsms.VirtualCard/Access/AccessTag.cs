using Tsms.SmartCard.Tlv;

namespace Tsms.VirtualCard.Access;

/// <summary>Tags of GP Secure Element Access Control 1.1 (tables 4-2 to 6-9).</summary>
internal static class AccessTag
{
    public static readonly BerTag Aid = 0x4F;
    public static readonly BerTag DefaultApplication = 0xC0;
    public static readonly BerTag RefDo = 0xE1;
    public static readonly BerTag RefArDo = 0xE2;
    public static readonly BerTag ArDo = 0xE3;
    public static readonly BerTag StoreRefAr = 0xF0;
    public static readonly BerTag Delete = 0xF1;
    public static readonly BerTag UpdateRefreshTag = 0xF2;
    public static readonly BerTag Get = 0xF3;
    public static readonly BerTag GetAll = 0xF4;
    public static readonly BerTag AllRefArDo = 0xFF40;
    public static readonly BerTag ResponseArDo = 0xFF50;
    public static readonly BerTag Next = 0xFF60;
    public static readonly BerTag RefreshTag = 0xDF20;
    public static readonly BerTag Config = 0xDF21;
}
