using Tsms.JavaCard.Bytecode;
using Tsms.JavaCard.Components;

namespace Tsms.JavaCard.Verification;

/// <summary>
/// Verifies the code of one method (JCVM 3.0.5, 7.2 and 7.5): first each instruction by itself, then the types that reach it on every path. Subroutines
/// are followed for each of their calls apart.
/// </summary>
internal sealed partial class MethodVerifier
{
    private readonly CapFile _cap;
    private readonly TypeWorld _world;
    private readonly ConstantResolver _constants;
    private readonly WorkBudget _budget;
    private readonly RefClass _owner;
    private readonly MethodDescriptor _method;
    private readonly MethodBlock _block;
    private readonly MethodHeader _header;
    private readonly int _end;
    private readonly List<Instruction> _code = [];
    private readonly int[] _at;
    private readonly ExceptionHandler[] _handlers;
    private Instruction _now;

    private MethodVerifier(CapFile cap, TypeWorld world, ConstantResolver constants, WorkBudget budget, RefClass owner, MethodDescriptor method)
    {
        (_cap, _world, _constants, _budget, _owner, _method) = (cap, world, constants, budget, owner, method);
        _block = cap.Method.Blocks[method.Location.Block];
        _header = _block.HeaderAt(method.Location.Offset);
        _end = _header.CodeOffset + method.BytecodeCount;
        _at = new int[method.BytecodeCount + 1];
        _handlers = [.. _block.Handlers.AsSpan().Slice(method.HandlerIndex, method.HandlerCount)];
    }

    /// <summary>Verifies a method that has a body, and returns where constant pool indices stand in it.</summary>
    /// <exception cref="MethodRefused">The first thing that is wrong.</exception>
    public static (List<int> Bytes, List<int> Byte2s) Verify(
        CapFile cap, TypeWorld world, ConstantResolver constants, WorkBudget budget, RefClass owner, MethodDescriptor method)
    {
        var verifier = new MethodVerifier(cap, world, constants, budget, owner, method);
        verifier.Decode();
        verifier.Handlers();
        foreach (var instruction in verifier._code)
        {
            verifier._now = instruction;
            verifier.Operands();
        }

        verifier.Flow();
        return (
            [.. verifier._code.Where(i => i.Info.Operands == OperandLayout.Index1).Select(i => i.Offset + 1)],
            [.. verifier._code.Where(i => i.Info.Operands is OperandLayout.Index2 or OperandLayout.Cast or OperandLayout.Interface)
                .Where(i => i.ConstantPoolIndex is not null)
                .Select(i => i.Offset + (i.Info.Operands == OperandLayout.Index2 ? 1 : 2))]);
    }

    private void Decode()
    {
        _at.AsSpan().Fill(-1);
        try
        {
            foreach (var instruction in Disassembler.Range(_block.Bytes, _header.CodeOffset, _end))
            {
                _at[instruction.Offset - _header.CodeOffset] = _code.Count;
                _code.Add(instruction);
            }
        }
        catch (CapFormatException e)
        {
            throw new MethodRefused(VerificationRule.Instruction, e.Offset, "7.5", e.Reason);
        }

        if (_code.Count == 0)
        {
            throw new MethodRefused(VerificationRule.FallsOff, _method.Location.Offset, "7.2", "the method has no code");
        }
    }

    private void Handlers()
    {
        foreach (var handler in _handlers)
        {
            var inside = IsInstruction(handler.StartOffset) && (handler.EndOffset == _end || IsInstruction(handler.EndOffset)) && IsInstruction(handler.HandlerOffset);
            if (!inside || handler.ActiveLength == 0)
            {
                throw new MethodRefused(
                    VerificationRule.ExceptionHandler, handler.StartOffset, "6.10.2",
                    $"the handler at {handler.HandlerOffset} for {handler.StartOffset} to {handler.EndOffset} does not begin, end or stand at instructions of the method");
            }

            if (handler.CatchTypeIndex != 0 && (_constants[handler.CatchTypeIndex] is not ClassConstant caught || !caught.Class.IsSubclassOf(_world.Throwable)))
            {
                throw new MethodRefused(VerificationRule.ExceptionHandler, handler.HandlerOffset, "6.10.2", $"constant {handler.CatchTypeIndex} is no class of exceptions");
            }
        }
    }

    private bool IsInstruction(int offset) => offset >= _header.CodeOffset && offset < _end && _at[offset - _header.CodeOffset] >= 0;

    private MethodRefused Refuse(VerificationRule rule, string message) => new(rule, _now.Offset, _now.Info.Section, $"{_now.Info.Mnemonic}: {message}");
}

/// <summary>What is left of the work that verification takes upon itself.</summary>
internal sealed class WorkBudget(VerifierLimits limits)
{
    private long _work = limits.MaxSteps;

    public int MaxCells => limits.MaxCells;

    /// <summary>True as long as there is some left.</summary>
    public bool Spend(int work) => (_work -= work) >= 0;
}
