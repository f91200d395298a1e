package org.clgrad.engine.routine.pointwise;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.KernelVariant;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.UnfitException;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Layout;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/** How a pointwise formula is launched: all operands walked together along as few axes as their strides allow. */
public final class PointwisePlan {
    /** The axes that kernels take. */
    private static final int MAX_RANK = 8;

    /** From here on element indices of a kernel are 64 bits wide. */
    private static final long WIDE = Integer.MAX_VALUE;

    private PointwisePlan() {}

    static List<Variant> variants(Pointwise routine) {
        return List.of(
                new KernelVariant("pointwise_rows", plan -> rows(plan, routine.formula())),
                new KernelVariant("pointwise_elements", plan -> elements(plan, routine.formula())));
    }

    /** Plans a formula of the plan's inputs into its output 0 with long work-items over rows. */
    public static void rows(PlanBuilder plan, Expr formula) {
        List<Layout> layouts = layouts(plan);
        Shape shape = layouts.get(0).shape();
        long columns = shape.size(-1);
        Map<String, Long> dims = Map.of("columns", columns, "rows", shape.elements() / Math.max(1, columns));
        KernelFile file = plan.open("pointwise_rows", dims).define("WIDTH", lanes(plan, formula));
        launch(plan, file, formula, layouts);
    }

    /**
     * The lanes of a vector: 512 bits, which are a whole line of a cache, but 256 where the formula calls functions. In PoCL 3.1 on
     * AVX-512, pow of 8 or 16 doubles gives wrong values beside lanes that hold 0, and what is left of a row is padded with
     * zeros; pow of 4 doubles is right.
     */
    private static int lanes(PlanBuilder plan, Expr formula) {
        int bytes = formula.isOfInstructions() ? 64 : 32;
        return bytes / Math.max(4, computed(plan).accumulator().sizeBytes());
    }

    /** Plans it with a work-item for each element. */
    public static void elements(PlanBuilder plan, Expr formula) {
        List<Layout> layouts = layouts(plan);
        Shape shape = layouts.get(0).shape();
        boolean wide = layouts.stream().anyMatch(layout -> layout.spanElements() > WIDE) || shape.elements() > WIDE;
        KernelFile file = plan.open("pointwise_elements", Map.of("n", shape.elements()))
                .define("RANK", shape.rank())
                .define("WIDE", wide);
        launch(plan, file, formula, layouts);
    }

    /** The output's layout, then the inputs', broadcast to it and merged. */
    private static List<Layout> layouts(PlanBuilder plan) {
        Layout out = plan.out(0).layout();
        List<Layout> layouts = new ArrayList<>(List.of(out));
        plan.inputs().forEach(in -> layouts.add(in.layout().broadcastTo(out.shape())));
        List<Layout> merged = Layout.collapse(layouts);
        if (merged.get(0).shape().rank() > MAX_RANK) {
            throw new UnfitException(plan.variant() + ": "
                    + merged.get(0).shape().rank() + " axes that do not merge, at most " + MAX_RANK);
        }
        return merged;
    }

    private static void launch(PlanBuilder plan, KernelFile file, Expr formula, List<Layout> layouts) {
        FormulaText text = FormulaText.of(formula);
        List<TensorSpec> in = plan.inputs();
        DType acc = computed(plan).accumulator();
        for (int i = 0; i < in.size(); i++) {
            file.type("T" + i, in.get(i).dtype());
        }
        file.type("TO", plan.out(0).dtype())
                .acc(acc)
                .define("INPUTS", in.size())
                .define("CONSTANTS", text.constants().size())
                .defineText("FORMULA", text.statements());
        KernelFile.LaunchBuilder launch = file.launch();
        for (int i = 0; i < in.size(); i++) {
            axes(launch.in(i), layouts.get(i + 1));
        }
        text.constants().forEach(constant -> launch.real(constant, acc));
        axes(launch.out(0), layouts.get(0));
        Shape shape = layouts.get(0).shape();
        for (int axis = 0; axis < MAX_RANK; axis++) {
            int real = axis - (MAX_RANK - shape.rank());
            launch.int64(real < 0 ? 1 : shape.size(real));
        }
        launch.add();
    }

    /** The strides of the kernel's eight axes; those that are not there come first. */
    private static void axes(KernelFile.LaunchBuilder launch, Layout layout) {
        int rank = layout.shape().rank();
        for (int axis = 0; axis < MAX_RANK; axis++) {
            int real = axis - (MAX_RANK - rank);
            launch.int64(real < 0 ? 0 : layout.stride(real));
        }
    }

    /** The type of the inputs that are not BOOL, else of all; the output's if there is none. */
    private static DType computed(PlanBuilder plan) {
        return plan.inputs().stream()
                .map(TensorSpec::dtype)
                .reduce((a, b) -> a == DType.BOOL ? b : a)
                .orElse(plan.out(0).dtype());
    }
}
