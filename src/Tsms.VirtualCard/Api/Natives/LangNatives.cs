using Tsms.JavaCard.Exports;
using Tsms.VirtualCard.Machine;

namespace Tsms.VirtualCard.Api.Natives;

/// <summary>java.lang, java.io and the exceptions of all packages.</summary>
internal static class LangNatives
{
    private const int Reason = 0;

    public static void Register(NativeTable table)
    {
        var objects = table.Class(KnownClass.Object);
        objects["<init>()V"] = _ => { };
        objects["equals(Ljava/lang/Object;)Z"] = call => call.Return(call.This == call.Reference(1));

        foreach (var type in ApiTables.All.SelectMany(t => t.Classes).Where(c => c.Name is KnownClass.Throwable || IsThrowable(c)))
        {
            RegisterException(table, type);
        }
    }

    private static bool IsThrowable(ApiTableClass type) => type.Name.EndsWith("Exception", StringComparison.Ordinal) && !type.IsInterface;

    // CardException and CardRuntimeException hold the reason in their first word; their subclasses have no field of their own.
    private static void RegisterException(NativeTable table, ApiTableClass type)
    {
        var holder = type.Name is KnownClass.CardException or KnownClass.CardRuntimeException;
        var exception = holder ? table.Class(type.Name, VirtualMachine.ReasonField + ":S") : table.Class(type.Name);
        foreach (var method in type.Methods)
        {
            switch (method.Signature)
            {
                case "<init>()V":
                    exception[method.Signature] = _ => { };
                    break;
                case "<init>(S)V":
                    exception[method.Signature] = call => call.Vm.WriteWord(call.This, Reason, call.Short(1));
                    break;
                case "throwIt(S)V":
                    exception[method.Signature] = call => throw call.Vm.Throw(type.Name, call.Short(0));
                    break;
                case "getReason()S":
                    exception[method.Signature] = call => call.Return(call.This.Words[Reason]);
                    break;
                case "setReason(S)V":
                    exception[method.Signature] = call => call.Vm.WriteWord(call.This, Reason, call.Short(1));
                    break;
                default:
                    break;
            }
        }
    }
}
