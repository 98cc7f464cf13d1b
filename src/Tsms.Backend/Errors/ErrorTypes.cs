namespace Tsms.Backend.Errors;

/// <summary>One category of TR-03165 v1.1, 4.1.5.2, as people need it.</summary>
/// <param name="Category">Its number.</param>
/// <param name="Text">The TR's text; parameters in double angle brackets.</param>
/// <param name="Cause">When it is answered.</param>
/// <param name="Remedy">What a service provider does about it.</param>
internal sealed record ErrorType(ErrorCategory Category, string Text, string Cause, string Remedy);

/// <summary>All categories. docs/errors.md is made from this list, and every answer in the tests is held against its text.</summary>
internal static class ErrorTypes
{
    public static readonly ErrorType[] All =
    [
        new(ErrorCategory.NotAuthenticated, "Not authenticated.",
            "No short-term token, one that this TSM did not sign, one that has expired, one that is bound to another client certificate, or its long-term token was revoked.",
            "Get a new short-term token with POST /auth and send it as `Authorization: Bearer`. A bound token works with its client certificate only."),
        new(ErrorCategory.AuthenticationFailed, "Authentication failed.",
            "Client id and secret do not fit, the long-term token was revoked, or the client certificate that goes with it is missing.",
            "Check id and secret (HTTP Basic, both URL-encoded); ask the operator for a new long-term token."),
        new(ErrorCategory.InvalidRequest, "Invalid request: <<InvalidRequestReason>>.",
            "A body where none is allowed or none where one is needed, another content type, JSON or multipart that is not well-formed, more requests or entities than the provider may have, too many failed authentications from one address.",
            "Read the reason; the part in parentheses says where. After \"too many requests\" wait for as long as the header Retry-After says."),
        new(ErrorCategory.AutomaticAttribute, "Create failed: attribute <<attributeName>> not allowed for POST. It is automatically assigned when created.",
            "A POST gives a value to an attribute that the TSM assigns.", "Leave the attribute out, or send null."),
        new(ErrorCategory.CreateMissing, "Create failed: attribute <<attributeName>> is missing, but it is mandatory for <<entityName>>.",
            "A POST lacks a mandatory attribute, or gives null for it.", "Add the attribute. An empty text is a value."),
        new(ErrorCategory.FixedAttribute, "Modify failed: attribute <<attributeName>> not allowed for PUT. Attribute cannot be modified after creation.",
            "A PUT changes an attribute that is fixed at creation.", "Leave the attribute out, or send its present value."),
        new(ErrorCategory.ModifyMissing, "Modify failed: attribute <<attributeName>> is missing, but it is mandatory for <<entityName>>.",
            "A PUT lacks a mandatory attribute, or gives null for it.", "Add the attribute; for Version that is the tag too."),
        new(ErrorCategory.UnknownAttribute, "Unknown: '<<attributeName>>' is not a valid attribute.",
            "The body has an attribute that the entity does not have.", "Correct the spelling; names are case-sensitive."),
        new(ErrorCategory.InvalidFormat, "Invalid format '<<attributeValue>>' for <<attributeName>>. Supported format is <<formatDefinition>>.",
            "A value is of another type, too long, out of range, not in its set, at odds with another attribute, or an AID outside the provider's RIDs.",
            "Bring the value into the format; for RIDs ask the operator."),
        new(ErrorCategory.NotExisting, "Not existing: <<entityName>> with id '<<attributeValue>>' does not exist.",
            "An id in path or body names nothing of yours: it does not exist, was deleted, belongs to another provider, or is a retired profile in a new link.",
            "List the entities and use one of their ids."),
        new(ErrorCategory.Referenced, "Delete failed: <<entityName>> is referenced in <<entityNameWhereUsed>>.",
            "The entity is still in use.", "Take it out of the entity that the parentheses name, then delete it."),
        new(ErrorCategory.MissingFile, "Upload failed: missing file.", "The form has no file.", "Add the file under the name of the field: elfFile, scriptFile or certFile."),
        new(ErrorCategory.TooManyFiles, "Upload failed: too many files provided. Method supports uploading one file.", "The form has several files.", "Upload one file per request."),
        new(ErrorCategory.InvalidFileType, "Upload failed: invalid file type. Supported file types are <<fileTypeList>>.",
            "The file is not of the kind, is broken, or is a CAP that does not verify.", "The parentheses say what is wrong and, for a CAP, in which component (and method) at which byte. Convert or export it again; upload libraries before what imports them."),
        new(ErrorCategory.FileTooLarge, "Upload failed: <<fileSize>>MB exceeds maximum upload file size of <<maxUploadFileSize>>MB.",
            "The file, or the whole request, is larger than this TSM takes, or than what is left of the provider's storage.", "Make it smaller, delete files, or ask the operator."),
        new(ErrorCategory.AlreadyPublished, "Already Published: <<entityName>> cannot be modified. It is already published via Flavor identifier '<<attributeValue>>'.",
            "A change touches what a published Flavor fixes: its load files, its instances, the conditional attributes of their ApplicationConfigs, the binaries of its load files.",
            "Make a new entity and a new Flavor, and deploy that in a Version."),
        new(ErrorCategory.TechnicalConstraints, "Technical constraints failed: minimal <<attributeName>> version not supported by SecureComponentProfile.",
            "A load file asks for more than a profile has, useCspFull is set for a profile without CSP, an import is not among the Flavor's own load files, or its load files do not verify against each other.",
            "The parentheses name load file, import and profile. Convert for the lower version, leave the profile out, or link the missing load file."),
        new(ErrorCategory.InternalError, "Internal server error: <<InternalErrorReason>>.",
            "The TSM itself failed. Nothing was changed.", "Try again later; tell the operator the reference."),
    ];
}
