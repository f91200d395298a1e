package org.clgrad.engine.routine.update;

import java.util.List;
import java.util.Map;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.KernelVariant;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.Sample;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Tolerance;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * Notes a value on the device, in place: log[position mod n] ← value; position ← position + 1. So the losses of all
 * steps stay on the device, and reading them now and then is all that waits.
 *
 * <p>Inputs: log[n] and the value, one element, of one floating-point type; position, one {@code I64}. Changed in place:
 * log, position. The log is a ring: a position beyond it overwrites the oldest entry, and the position itself keeps
 * counting (the remainder is never negative); choose n as large as what must be kept. Bits are kept, those of NaN too. An
 * empty log keeps nothing, and the position still counts.
 */
public record RecordScalar() implements Routine {
    private static final String NAME = "record_scalar";
    private static final List<Variant> VARIANTS = List.of(new KernelVariant(NAME, RecordScalar::plan));

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        Operands.count(NAME, in, 3);
        TensorSpec log = in.get(0);
        Operands.floating(NAME, "log", log);
        if (log.rank() != 1) {
            throw new MismatchException(NAME, "log", "one axis", log.toString());
        }
        Operands.counter(NAME, "position", in.get(1));
        Operands.scalar(NAME, "value", in.get(2));
        if (in.get(2).dtype() != log.dtype()) {
            throw new MismatchException(
                    NAME, "value", "the log's type, as in " + log, in.get(2).toString());
        }
        return List.of(log, in.get(1));
    }

    @Override
    public List<Integer> inPlace() {
        return List.of(0, 1);
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        double[] log = args.in(0).doubles();
        long position = args.in(1).longs()[0];
        if (log.length > 0) {
            log[(int) Math.floorMod(position, (long) log.length)] = args.in(2).doubles()[0];
        }
        args.out(0).set(log);
        args.out(1).set(new long[] {position + 1});
    }

    @Override
    public List<Variant> variants() {
        return VARIANTS;
    }

    private static void plan(PlanBuilder plan) {
        TensorSpec log = plan.out(0);
        plan.open(NAME, Map.of())
                .real(log.dtype())
                .launch()
                .out(0)
                .in(1)
                .in(2)
                .out(1)
                .int64(log.size(0))
                .int64(log.stride(0))
                .add();
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return new Cost(0, 2L * (in.get(1).sizeBytes() + in.get(2).sizeBytes()));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        TensorSpec log = TensorSpec.of(DType.F32, 4);
        TensorSpec position = TensorSpec.of(DType.I64);
        TensorSpec value = TensorSpec.of(DType.F32);
        RecordScalar record = new RecordScalar();
        return SampleSpace.of(NAME)
                .values("dtype", DType.floats().toArray())
                .sizes("n", 1, 2, 7, 0, 64)
                .values("position", 0L, 1L, 6L, 7L, 1000L, -1L, -1000L)
                .refuses(
                        "a log of two axes",
                        record,
                        List.of(TensorSpec.of(DType.F32, 2, 2), position, value),
                        "one axis")
                .refuses("two values", record, List.of(log, position, TensorSpec.of(DType.F32, 2)), "one element")
                .refuses("a value of another type", record, List.of(log, position, position), "the log's type")
                .refuses("a position of another type", record, List.of(log, value, value), "type i64")
                .sample(choice -> {
                    DType dtype = choice.value("dtype", DType.class);
                    long at = choice.size("position");
                    return new Sample(
                            record,
                            List.of(TensorSpec.of(dtype, choice.size("n")), position, TensorSpec.of(dtype)),
                            List.of(Domain.standard(), new Domain.Integers(at, at + 1), new Domain.Special()),
                            Tolerance.exact());
                });
    }
}
