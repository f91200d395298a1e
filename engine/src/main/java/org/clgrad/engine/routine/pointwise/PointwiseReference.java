package org.clgrad.engine.routine.pointwise;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;

/** Pointwise operations in plain loops: by the table's own lambda, or by the formula's interpreter if it has no row. */
final class PointwiseReference {
    /** Elements of one parallel iteration. */
    private static final int BLOCK = 4096;

    private PointwiseReference() {}

    static void run(Pointwise routine, HostExec exec, Args args) {
        HostArray out = args.out(0);
        Expr formula = routine.formula();
        Optional<PointwiseOp> row = PointwiseOp.of(formula);
        List<int[]> places =
                args.in().stream().map(in -> places(in.shape(), out.shape())).collect(Collectors.toList());
        List<HostArray> typed = args.in().isEmpty() ? List.of(out) : args.in();
        Optional<DType> real = typed.stream()
                .map(array -> array.spec().dtype())
                .filter(DType::isFloat)
                .findFirst();
        if (real.isPresent()) {
            // In doubles, but for the constants: beside one that was rounded, a comparison can turn out the other way.
            Expr rounded = formula.rounded(real.get().accumulator());
            PointwiseOp.OnReals function = row.flatMap(PointwiseOp::onReals).orElse(rounded::evaluate);
            double[][] in = args.in().stream().map(HostArray::doubles).toArray(double[][]::new);
            double[] y = new double[out.size()];
            blocks(exec, y.length, i -> y[i] = function.of(gather(in, places, i)));
            out.set(y);
        } else {
            PointwiseOp.OnIntegers function =
                    row.flatMap(PointwiseOp::onIntegers).orElse(formula::evaluateIntegers);
            long[][] in = args.in().stream().map(HostArray::longs).toArray(long[][]::new);
            long[] y = new long[out.size()];
            blocks(exec, y.length, i -> y[i] = function.of(gather(in, places, i)));
            out.set(y);
        }
    }

    private interface Element {
        void at(int index);
    }

    private static void blocks(HostExec exec, int count, Element body) {
        exec.each((count + BLOCK - 1) / BLOCK, block -> {
            int end = (int) Math.min(count, (block + 1) * BLOCK);
            for (int i = (int) block * BLOCK; i < end; i++) {
                body.at(i);
            }
        });
    }

    private static double[] gather(double[][] in, List<int[]> places, int i) {
        double[] values = new double[in.length];
        for (int k = 0; k < in.length; k++) {
            values[k] = in[k][places.get(k).length == 0 ? i : places.get(k)[i]];
        }
        return values;
    }

    private static long[] gather(long[][] in, List<int[]> places, int i) {
        long[] values = new long[in.length];
        for (int k = 0; k < in.length; k++) {
            values[k] = in[k][places.get(k).length == 0 ? i : places.get(k)[i]];
        }
        return values;
    }

    /** For each element of the output, which element of a smaller input it reads; empty where that is the same. */
    private static int[] places(Shape from, Shape to) {
        if (from.equals(to)) {
            return new int[0];
        }
        int[] places = new int[Math.toIntExact(to.elements())];
        for (int i = 0; i < places.length; i++) {
            long rest = i;
            long stride = 1;
            long place = 0;
            for (int back = 1; back <= from.rank(); back++) {
                long index = rest % to.size(-back);
                rest /= to.size(-back);
                place += from.size(-back) == 1 ? 0 : index * stride;
                stride *= from.size(-back);
            }
            places[i] = (int) place;
        }
        return places;
    }
}
