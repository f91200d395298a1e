package org.clgrad.engine.routine.random;

import java.util.List;
import java.util.Map;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.Inputs;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.KernelVariant;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.Sample;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Tolerance;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * Ones with a probability, zeros otherwise: yᵢ = 1 where word i mod 4 of block counter + ⌊i/4⌋ is below ⌈p·2³²⌉.
 *
 * <p>Inputs: state {@code I64[2]}, (seed, counter); then, if each element has a probability of its own, p of {@code F32} or
 * {@code F64}, any shape and strides. Outputs: y of the given type and shape, or of p's; the next state, (seed, counter +
 * blocks used). The shape may be empty: no block is used then.
 *
 * <p>Probabilities below 0, and NaN, count as 0, those above 1 as 1, since nobody waits for the device to find out; PyTorch
 * refuses them. One below the smallest normal number may count as 0. Comparing integers is exact, so results are the same on
 * every device and for every type. The counter wraps around.
 *
 * <p>Source: Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
 *
 * @param dtype any type; that of p where it is a tensor
 * @param shape that of p where it is a tensor
 * @param probability p; NaN where it is a tensor
 */
public record PhiloxBernoulli(DType dtype, Shape shape, double probability) implements Routine {
    private static final String NAME = "philox_bernoulli";

    /** @throws IllegalArgumentException if the probability is out of [0, 1] */
    public PhiloxBernoulli {
        if (probability < 0 || probability > 1) {
            throw new IllegalArgumentException(NAME + ": the probability is in [0, 1], got " + probability);
        }
    }

    /** With the probabilities of a tensor. */
    public static PhiloxBernoulli ofEach(TensorSpec probabilities) {
        return new PhiloxBernoulli(probabilities.dtype(), probabilities.shape(), Double.NaN);
    }

    private boolean each() {
        return Double.isNaN(probability);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        Inputs.checkCount(NAME, in, each() ? 2 : 1);
        Philox.checkState(NAME, in.get(0));
        if (each()
                && (!in.get(1).dtype().isFloat()
                        || in.get(1).dtype() != dtype
                        || !in.get(1).shape().equals(shape))) {
            throw new MismatchException(
                    NAME,
                    "probabilities",
                    "floating-point ones, " + dtype + " " + shape,
                    in.get(1).toString());
        }
        return List.of(TensorSpec.of(dtype, shape), Philox.STATE);
    }

    private long blocks() {
        return (shape.elements() + 3) / 4;
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        long[] state = args.in(0).longs();
        double[] p = each() ? args.in(1).doubles() : new double[0];
        double[] y = new double[args.out(0).size()];
        exec.each(y.length, i -> {
            double own = each() ? p[(int) i] : probability;
            y[(int) i] = Philox.word(state, i) < Philox.threshold(own) ? 1 : 0;
        });
        args.out(0).set(y);
        args.out(1).set(new long[] {state[0], state[1] + blocks()});
    }

    @Override
    public List<Variant> variants() {
        return List.of(new KernelVariant(NAME, this::plan));
    }

    private void plan(PlanBuilder plan) {
        KernelFile.LaunchBuilder launch = plan.open(NAME, Map.of("blocks", blocks()))
                .define("EACH", each())
                .real(dtype)
                .launch()
                .buffer(plan.dense(0), DType.I64);
        if (each()) {
            launch.buffer(plan.dense(1), dtype);
        }
        launch.buffer(plan.denseOut(0), dtype)
                .buffer(plan.denseOut(1), DType.I64)
                .int64(shape.elements())
                .int64(blocks())
                .int64(Philox.threshold(probability))
                .add();
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(0, in, infer(in));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        PhiloxBernoulli half = new PhiloxBernoulli(DType.F32, Shape.of(3), 0.5);
        PhiloxBernoulli own = PhiloxBernoulli.ofEach(TensorSpec.of(DType.F32, 3));
        return SampleSpace.of(NAME)
                .values("dtype", (Object[]) DType.values())
                .sizes("n", 1, 3, 4, 5, 0, 15, 16, 17, 257, 1031)
                .values("probability", 0.5, Double.NaN, 0.1, 0.0, 1.0)
                .values("domain", new Domain.Uniform(0, 1), new Domain.Special())
                .values("state", Philox.STATES)
                .where(choice -> choice.value("dtype", DType.class).isFloat()
                        || !Double.isNaN(choice.value("probability", Double.class)))
                .refuses("a state of one", half, List.of(TensorSpec.of(DType.I64, 1)), "state needs i64[2]")
                .refuses("no probabilities", own, List.of(Philox.STATE), "needs 2 tensors")
                .refuses(
                        "probabilities of another shape",
                        own,
                        List.of(Philox.STATE, TensorSpec.of(DType.F32, 4)),
                        "probabilities needs")
                .refuses(
                        "integer probabilities",
                        PhiloxBernoulli.ofEach(TensorSpec.of(DType.I32, 3)),
                        List.of(Philox.STATE, TensorSpec.of(DType.I32, 3)),
                        "floating-point")
                .sample(choice -> {
                    DType dtype = choice.value("dtype", DType.class);
                    Shape shape = Shape.of(choice.size("n"));
                    double probability = choice.value("probability", Double.class);
                    Domain state = choice.value("state", Domain.class);
                    PhiloxBernoulli routine = new PhiloxBernoulli(dtype, shape, probability);
                    return routine.each()
                            ? new Sample(
                                    routine,
                                    List.of(Philox.STATE, TensorSpec.of(dtype, shape)),
                                    List.of(state, choice.value("domain", Domain.class)),
                                    Tolerance.exact())
                            : new Sample(routine, List.of(Philox.STATE), List.of(state), Tolerance.exact());
                });
    }
}
