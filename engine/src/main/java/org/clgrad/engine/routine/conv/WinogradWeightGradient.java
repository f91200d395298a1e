package org.clgrad.engine.routine.conv;

import java.util.Map;
import org.clgrad.engine.routine.Ending;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Slot;
import org.clgrad.engine.tensor.DType;

/**
 * Plans the gradient by a weight of 3×3 taps as products of transformed tiles of x and dy, the transposed map of {@link
 * WinogradConvolution}. Inputs are x and dy.
 */
final class WinogradWeightGradient {
    /** The kernel. */
    static final String KERNEL = "conv_winograd_weight_gradient";

    /** Work-items wanted for each compute unit, so that none ends long after the others. */
    private static final long SHARES = 8;

    private WinogradWeightGradient() {}

    static boolean suits(ConvSizes sizes) {
        return WinogradConvolution.suits(Correlation.forward(sizes, Ending.NONE));
    }

    static void add(PlanBuilder plan, ConvSizes sizes) {
        Correlation c = Correlation.forward(sizes, Ending.NONE);
        DType dtype = plan.in(0).dtype();
        DType computed = dtype.accumulator();
        KernelFile sourceFile = WinogradConvolution.open(plan, c, Ending.NONE, 1);
        long block = WinogradConvolution.block(sourceFile);
        Slot source = WinogradConvolution.addSource(plan, c, sourceFile);
        long tiles = WinogradConvolution.tiles(c);
        long rows = WinogradConvolution.ceil(c.channelsOut(), WinogradConvolution.VECTOR) * WinogradConvolution.VECTOR;
        long step = open(plan, c, block, 1).tunable("ROWS");
        long wanted = WinogradConvolution.ceil(SHARES * plan.capabilities().computeUnits(), WinogradConvolution.PLACES);
        long rowsOfPart = WinogradConvolution.ceil(rows / step, Math.min(rows / step, wanted)) * step;
        KernelFile file = open(plan, c, block, WinogradConvolution.ceil(rows, rowsOfPart));
        Slot gradient =
                plan.work(WinogradConvolution.elements(WinogradConvolution.ceil(tiles, block), block, c.channelsOut())
                        * computed.sizeBytes());
        Volume out = sizes.out();
        file.launch("conv_winograd_weight_gradient_tiles")
                .buffer(plan.dense(1), dtype)
                .buffer(gradient, computed)
                .int32(c.channelsOut())
                .int32(out.height())
                .int32(out.width())
                .int32(tiles)
                .int32(WinogradConvolution.ceil(out.height(), WinogradConvolution.TILE))
                .int32(WinogradConvolution.ceil(out.width(), WinogradConvolution.TILE))
                .add();
        Slot products = plan.work(WinogradConvolution.elements(1, rows, c.channels()) * computed.sizeBytes());
        file.launch()
                .buffer(gradient, computed)
                .buffer(source, computed)
                .buffer(products, computed)
                .int32(c.channels())
                .int32(c.channelsOut())
                .int32(tiles)
                .int32(rowsOfPart)
                .add();
        file.launch("conv_winograd_weight_gradient_taps")
                .buffer(products, computed)
                .buffer(plan.denseOut(0), dtype)
                .int32(c.channels())
                .int32(c.channelsOut())
                .add();
    }

    private static KernelFile open(PlanBuilder plan, Correlation c, long block, long parts) {
        return plan.open(
                        KERNEL,
                        Map.of(
                                "tiles", WinogradConvolution.tiles(c),
                                "channels", c.channels(),
                                "group_channels", c.channelsOut(),
                                "parts", parts))
                .define("BLOCK", block)
                .real(plan.in(0).dtype());
    }
}
