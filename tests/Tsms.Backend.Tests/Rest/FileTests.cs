using System.Net.Http.Headers;
using System.Text;
using Tsms.Api.Admin;

namespace Tsms.Backend.Tests.Rest;

/// <summary>Scripts, certificates, SposConfigs, and what all uploads have in common.</summary>
public sealed class FileTests(BackendFixture backend) : IClassFixture<BackendFixture>
{
    [Fact]
    public async Task Script_Uploaded_IsDownloadedUnderItsName()
    {
        var tenant = await backend.NewTenantAsync();
        var script = await tenant.Client.CreatePersoScriptAsync("Söhne & \"Co\".json", SampleFiles.Script);
        Assert.Equal(("Söhne & \"Co\".json", tenant.Credentials.Id), (script.FileName, script.SpId));
        using var answer = await tenant.SendAsync("GET", $"/personalization-scripts/{script.Id}/binary");
        Assert.Equal(SampleFiles.Script, await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal("Söhne & \"Co\".json", answer.Content.Headers.ContentDisposition!.FileNameStar);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task ModifyScript_WithoutName_KeepsItAndMovesTheUploadDate()
    {
        var tenant = await backend.NewTenantAsync();
        var before = await tenant.Client.CreatePersoScriptAsync("a.txt", "80E29000"u8.ToArray());
        backend.Time.Advance(TimeSpan.FromSeconds(3));
        var after = await tenant.Client.ModifyPersoScriptAsync(before.Id!.Value, null, "80E29001"u8.ToArray());
        Assert.Equal(("a.txt", before.CreationDate, before.UploadDate + TimeSpan.FromSeconds(3)), (after.FileName, after.CreationDate, after.UploadDate));
        Assert.Equal("b.txt", (await tenant.Client.ModifyPersoScriptAsync(before.Id.Value, "b.txt", "80E29001"u8.ToArray())).FileName);
        Assert.Equal("80E29001"u8.ToArray(), await tenant.Client.GetScriptBinaryAsync(before.Id.Value));
        Assert.Equal("", (await tenant.Client.ModifyPersoScriptAsync(before.Id.Value, "", "80E29001"u8.ToArray())).FileName);
    }

    [Fact]
    public async Task CreateCert_DerOrPem_IsKeptAsUploaded()
    {
        var tenant = await backend.NewTenantAsync();
        foreach (var file in new[] { SampleFiles.Certificate, SampleFiles.PemCertificate })
        {
            var certificate = await tenant.Client.CreateCertAsync("c", file);
            Assert.Equal(file, await tenant.Client.GetCertBinaryAsync(certificate.Id!.Value));
        }
    }

    public static TheoryData<string, byte[]> NoCertificates => new()
    {
        { "no X.509", [] },
        { "no X.509", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"u8.ToArray() },
        { "no X.509", SampleFiles.Certificate[..^1] },
        { "several certificates", [.. SampleFiles.PemCertificate, (byte)'\n', .. SampleFiles.PemCertificate] },
        { "private key", WithKey() },
        { "more than a certificate", [.. SampleFiles.Certificate, 0] },
        { "more than a certificate", [.. SampleFiles.Certificate, .. SampleFiles.Certificate] },
        { "more than a certificate", [.. SampleFiles.Certificate, .. SampleFiles.PemCertificate] },
        { "more than a certificate", [.. SampleFiles.PemCertificate, (byte)'\n', .. SampleFiles.Certificate] },
        { "no X.509", SampleCaps.CarKey },
    };

    [Theory]
    [MemberData(nameof(NoCertificates), DisableDiscoveryEnumeration = true)]
    public async Task CreateCert_OtherFile_SaysWhatIsWrong(string reason, byte[] file)
    {
        var tenant = await backend.NewTenantAsync();
        var message = await RestAssert.FaultAsync(1013, tenant.SendAsync("POST", "/certificates", SampleFiles.Form("cert", file)));
        Assert.StartsWith("Upload failed: invalid file type. Supported file types are [cer, crt, der, pem]. (", message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CreateScript_OtherFile_SaysWhatIsWrong()
    {
        var tenant = await backend.NewTenantAsync();
        foreach (var (reason, file) in new[] { ("is empty", Array.Empty<byte>()), ("ZIP archive", SampleCaps.CarKey), ("X.509", SampleFiles.Certificate) })
        {
            Assert.Contains(
                reason, await RestAssert.FaultAsync(1013, tenant.SendAsync("POST", "/personalization-scripts", SampleFiles.Form("script", file))), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Upload_BrowserFormWithoutFile_IsMissingFile()
    {
        var tenant = await backend.NewTenantAsync();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(
            "--x\r\nContent-Disposition: form-data; name=\"elfFilename\"\r\n\r\na\r\n--x\r\nContent-Disposition: form-data; name=\"elfFile\"; filename=\"\"\r\n"
            + "Content-Type: application/octet-stream\r\n\r\n\r\n--x--\r\n"));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
        await RestAssert.FaultAsync(1011, tenant.SendAsync("POST", "/executable-load-files", content));
    }

    [Theory]
    [InlineData("elf", "/executable-load-files")]
    [InlineData("script", "/personalization-scripts")]
    [InlineData("cert", "/certificates")]
    public async Task Upload_FormsFaults_ComeInOrder(string prefix, string path)
    {
        var tenant = await backend.NewTenantAsync();
        await RestAssert.FaultAsync(1012, tenant.SendAsync("POST", path, SampleFiles.Parts(prefix, null, ("a", [1]), ("b", [2]))));
        await RestAssert.FaultAsync(1007, tenant.SendAsync("POST", path, SampleFiles.Parts(prefix, null, ("other", [1])).With("id", "1")));
        await RestAssert.FaultAsync(1007, tenant.SendAsync("POST", path, SampleFiles.Parts(prefix, "n").With("fileName", "1")));
        await RestAssert.FaultAsync(1003, tenant.SendAsync("POST", path, SampleFiles.Parts(prefix, null).With("uploadDate", "x")));
        await RestAssert.FaultAsync(1004, tenant.SendAsync("POST", path, SampleFiles.Parts(prefix, null, ($"{prefix}File", [1]))));
        await RestAssert.FaultAsync(1008, tenant.SendAsync("POST", path, SampleFiles.Parts(prefix, "a\0b")));
        await RestAssert.FaultAsync(1011, tenant.SendAsync("POST", path, SampleFiles.Parts(prefix, "")));
        await RestAssert.FaultAsync(1002, tenant.SendAsync("POST", path, SampleFiles.Parts(prefix, "n").With($"{prefix}Filename", "twice")));
        await RestAssert.FaultAsync(1011, tenant.SendAsync("PUT", $"{path}/{World.Nobody}", SampleFiles.Parts(prefix, "n")));
        await RestAssert.FaultAsync(1009, tenant.SendAsync("PUT", $"{path}/{World.Nobody}", SampleFiles.Form(prefix, SampleFiles.Script)));
    }

    [Fact]
    public async Task DeleteFiles_SameBytesElsewhere_StayThere()
    {
        var (tenant, other) = (await backend.NewTenantAsync(), await backend.NewTenantAsync());
        var script = await tenant.Client.CreatePersoScriptAsync("a", SampleFiles.Script);
        var same = await other.Client.CreatePersoScriptAsync("b", SampleFiles.Script);
        await tenant.Client.DeletePersoScriptAsync(script.Id!.Value);
        Assert.Equal(SampleFiles.Script, await other.Client.GetScriptBinaryAsync(same.Id!.Value));
    }

    [Theory]
    [InlineData("https://spos.example/tsm", true)]
    [InlineData("https://spos.example:8443/a/b?c=d", true)]
    [InlineData("http://127.0.0.1:9000", true)]
    [InlineData("", false)]
    [InlineData("spos.example", false)]
    [InlineData("/tsm", false)]
    [InlineData("ftp://spos.example", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("https://user:secret@spos.example", false)]
    [InlineData("https://spos.example/#a", false)]
    [InlineData("https://spos example", false)]
    [InlineData("https://", false)]
    public async Task CreateSposConfig_Url_IsHttpOrHttps(string url, bool accepted)
    {
        var tenant = await backend.NewTenantAsync();
        var certificate = (await tenant.Client.CreateCertAsync("c", SampleFiles.Certificate)).Id;
        var answer = tenant.JsonAsync("POST", "/spos-configs", $$"""{"url":"{{url}}","certificateId":"{{certificate}}"}""");
        if (accepted)
        {
            Assert.Contains(url, await RestAssert.SuccessAsync(answer), StringComparison.Ordinal);
        }
        else
        {
            Assert.Contains(" for url. Supported format is uri", await RestAssert.FaultAsync(1008, answer), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task CreateSposConfig_UrlOf501Characters_IsWrongFormat()
    {
        var tenant = await backend.NewTenantAsync();
        var certificate = (await tenant.Client.CreateCertAsync("c", SampleFiles.Certificate)).Id!.Value;
        var longest = "https://spos.example/" + new string('a', 479);
        Assert.Equal(longest, (await tenant.Client.CreateSposConfigAsync(new SposConfig { Url = longest, CertificateId = certificate })).Url);
        await RestAssert.FaultAsync(1008, tenant.JsonAsync("POST", "/spos-configs", $$"""{"url":"{{longest}}b","certificateId":"{{certificate}}"}"""));
    }

    private static byte[] WithKey()
    {
        using var certificate = SampleFiles.NewCertificate();
        using var key = System.Security.Cryptography.X509Certificates.ECDsaCertificateExtensions.GetECDsaPrivateKey(certificate)!;
        return Encoding.ASCII.GetBytes($"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}");
    }
}
