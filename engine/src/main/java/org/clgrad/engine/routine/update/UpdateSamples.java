package org.clgrad.engine.routine.update;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.Sample;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * What all updates are tried on: one set and many, whose sizes straddle vectors and chunks, some of them empty; finite elements,
 * and NaN and infinities among them.
 */
final class UpdateSamples {
    private UpdateSamples() {}

    /** The axes that all have, and the refusals. */
    static SampleSpace.Builder of(String operation, FusedUpdate... attributes) {
        FusedUpdate one = attributes[0].of(1);
        int width = one.tensors().size();
        SampleSpace.Builder builder = SampleSpace.of(operation)
                .values("dtype", DType.floats().toArray())
                .values("numbers", DType.floats().toArray())
                .values("attributes", (Object[]) attributes)
                .sizes("count", 1, 2, 8, 9)
                .sizes("n", 1, 7, 8, 9, 0, 255, 256, 257, 513, 1031)
                .flag("nonFinite")
                .refuses("a tensor too few", one, inputs(one, DType.F32, 3).subList(1, width), "tensors")
                .refuses("integers", one, replaced(one, 0, TensorSpec.of(DType.I64, 3)), "floating-point")
                .refuses(
                        "sets of two types",
                        one.of(2),
                        twoTypes(one.of(2)),
                        "as " + one.tensors().get(0) + " 0 is");
        for (int i = 1; i < width; i++) {
            builder.refuses(
                    "another shape",
                    one,
                    replaced(one, i, TensorSpec.of(DType.F32, 4)),
                    one.tensors().get(i) + " needs f32[3]");
        }
        for (int i = 0; i < one.numbers().size(); i++) {
            builder.refuses(
                    "many numbers",
                    one,
                    replaced(one, width + i, TensorSpec.of(DType.F32, 2)),
                    one.numbers().get(i) + " needs one element");
        }
        if (one.numbers().contains(FusedUpdate.STEP)) {
            int step = width + one.numbers().indexOf(FusedUpdate.STEP);
            // The first steps, in which corrections are large, and all.
            builder.sizes("steps", 8, 3000);
            builder.refuses(
                    "step not a counter", one, replaced(one, step, TensorSpec.of(DType.F32)), "step needs type i64");
        }
        return builder;
    }

    private static List<TensorSpec> inputs(FusedUpdate routine, DType dtype, long n) {
        List<TensorSpec> in = new ArrayList<>();
        for (int i = 0; i < routine.count() * routine.tensors().size(); i++) {
            in.add(TensorSpec.of(dtype, n));
        }
        routine.numbers().forEach(number -> in.add(number(number, DType.F32)));
        return in;
    }

    private static List<TensorSpec> replaced(FusedUpdate routine, int index, TensorSpec spec) {
        List<TensorSpec> in = inputs(routine, DType.F32, 3);
        in.set(index, spec);
        return in;
    }

    private static List<TensorSpec> twoTypes(FusedUpdate routine) {
        List<TensorSpec> in = inputs(routine, DType.F32, 3);
        int width = routine.tensors().size();
        for (int i = width; i < 2 * width; i++) {
            in.set(i, TensorSpec.of(DType.F64, 3));
        }
        return in;
    }

    private static TensorSpec number(String name, DType dtype) {
        return TensorSpec.of(name.equals(FusedUpdate.STEP) ? DType.I64 : dtype);
    }

    /** A case. The domains are of tensors and numbers by name; others have the usual ones. */
    static Sample sample(SampleSpace.Choice choice, Map<String, Domain> domains) {
        FusedUpdate routine = choice.value("attributes", FusedUpdate.class).of(choice.count("count"));
        DType dtype = choice.value("dtype", DType.class);
        List<TensorSpec> in = new ArrayList<>();
        List<Domain> drawn = new ArrayList<>();
        for (int set = 0; set < routine.count(); set++) {
            // Others than the first are short, so that many of them take little time.
            long n = set == 0 ? choice.size("n") : (choice.size("n") * 7 + 41L * set) % 300;
            Shape shape = set % 2 == 0 ? Shape.of(n) : Shape.of(3, n / 3);
            for (String tensor : routine.tensors()) {
                in.add(TensorSpec.of(dtype, shape));
                Domain usual = domains.getOrDefault(tensor, Domain.standard());
                drawn.add(choice.flag("nonFinite") ? new Domain.NonFinite(usual) : usual);
            }
        }
        for (String number : routine.numbers()) {
            in.add(number(number, choice.value("numbers", DType.class)));
            Domain usual = number.equals(FusedUpdate.STEP)
                    ? new Domain.Integers(1, choice.size("steps"))
                    : new Domain.Uniform(0, 0.5);
            drawn.add(domains.getOrDefault(number, usual));
        }
        return new Sample(routine, in, drawn, routine::bounds);
    }

    /** Squares, and what must be positive for other reasons. */
    static Map<String, Domain> positive(String... tensors) {
        return Arrays.stream(tensors).collect(Collectors.toMap(tensor -> tensor, tensor -> Domain.positive()));
    }
}
