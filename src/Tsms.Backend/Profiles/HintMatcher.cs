using Tsms.Api.Device;
using Tsms.Backend.Catalog;

namespace Tsms.Backend.Profiles;

/// <summary>Recognises profiles by what a phone tells of a secure component.</summary>
internal sealed class HintMatcher(ProfileStore profiles) : IProfileMatcher
{
    public IReadOnlyList<Guid> Match(SecureComponentHint hint) => [.. profiles.Current.Recognise(hint.Atr, hint.Cplc, hint.CardData).Select(p => p.Id)];

    public int MaxCommandData(Guid profile) => profiles.Current.Find(profile)?.MaxCommandData ?? byte.MaxValue;
}
