package org.clgrad.engine.check;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.clgrad.engine.ProvidedOperationException;
import org.clgrad.engine.ProvidedOperations;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.attention.Attention;
import org.clgrad.engine.routine.attention.AttentionBackward;
import org.clgrad.engine.routine.bench.FmaChain;
import org.clgrad.engine.routine.bench.StreamCopy;
import org.clgrad.engine.routine.conv.Convolution;
import org.clgrad.engine.routine.conv.ConvolutionInputGradient;
import org.clgrad.engine.routine.conv.ConvolutionWeightGradient;
import org.clgrad.engine.routine.conv.Fold;
import org.clgrad.engine.routine.ctc.Ctc;
import org.clgrad.engine.routine.ctc.CtcBackward;
import org.clgrad.engine.routine.grid.GridSample;
import org.clgrad.engine.routine.grid.GridSampleInputGradient;
import org.clgrad.engine.routine.indexing.FlatIndex;
import org.clgrad.engine.routine.indexing.Gather;
import org.clgrad.engine.routine.indexing.Indexed;
import org.clgrad.engine.routine.indexing.LastIndex;
import org.clgrad.engine.routine.indexing.Scatter;
import org.clgrad.engine.routine.indexing.ScatterAdd;
import org.clgrad.engine.routine.matmul.MatMul;
import org.clgrad.engine.routine.norm.BatchNorm;
import org.clgrad.engine.routine.norm.BatchNormBackward;
import org.clgrad.engine.routine.norm.GroupNorm;
import org.clgrad.engine.routine.norm.GroupNormBackward;
import org.clgrad.engine.routine.pointwise.Pointwise;
import org.clgrad.engine.routine.pool.AvgPool;
import org.clgrad.engine.routine.pool.AvgPoolBackward;
import org.clgrad.engine.routine.pool.MaxPool;
import org.clgrad.engine.routine.pool.MaxPoolBackward;
import org.clgrad.engine.routine.pool.MaxPoolGather;
import org.clgrad.engine.routine.pool.MaxPoolIndices;
import org.clgrad.engine.routine.pool.MaxUnpool;
import org.clgrad.engine.routine.pool.MaxUnpoolBackward;
import org.clgrad.engine.routine.random.Dropout;
import org.clgrad.engine.routine.random.MultinomialCounts;
import org.clgrad.engine.routine.random.MultinomialKeys;
import org.clgrad.engine.routine.random.MultinomialSearch;
import org.clgrad.engine.routine.random.PhiloxBernoulli;
import org.clgrad.engine.routine.random.PhiloxIntegers;
import org.clgrad.engine.routine.random.PhiloxNormal;
import org.clgrad.engine.routine.random.PhiloxUniform;
import org.clgrad.engine.routine.recurrent.GruCell;
import org.clgrad.engine.routine.recurrent.GruCellBackward;
import org.clgrad.engine.routine.recurrent.LstmCell;
import org.clgrad.engine.routine.recurrent.LstmCellBackward;
import org.clgrad.engine.routine.recurrent.LstmSequence;
import org.clgrad.engine.routine.recurrent.LstmSequenceBackward;
import org.clgrad.engine.routine.reduce.ArgReduce;
import org.clgrad.engine.routine.reduce.Reduce;
import org.clgrad.engine.routine.resize.Resize;
import org.clgrad.engine.routine.resize.ResizeBackward;
import org.clgrad.engine.routine.scan.Recurrence;
import org.clgrad.engine.routine.scan.Scan;
import org.clgrad.engine.routine.shape.Copy;
import org.clgrad.engine.routine.shape.Extend;
import org.clgrad.engine.routine.shape.ExtendBackward;
import org.clgrad.engine.routine.shape.Fill;
import org.clgrad.engine.routine.shape.Pad;
import org.clgrad.engine.routine.softmax.CrossEntropy;
import org.clgrad.engine.routine.softmax.CrossEntropyBackward;
import org.clgrad.engine.routine.softmax.Softmax;
import org.clgrad.engine.routine.softmax.SoftmaxBackward;
import org.clgrad.engine.routine.sort.Partition;
import org.clgrad.engine.routine.sort.Sort;
import org.clgrad.engine.routine.sort.Unique;
import org.clgrad.engine.routine.update.AdadeltaUpdate;
import org.clgrad.engine.routine.update.AdagradUpdate;
import org.clgrad.engine.routine.update.AdamUpdate;
import org.clgrad.engine.routine.update.ClampTensors;
import org.clgrad.engine.routine.update.GradientNorm;
import org.clgrad.engine.routine.update.Increment;
import org.clgrad.engine.routine.update.LionUpdate;
import org.clgrad.engine.routine.update.NadamSchedule;
import org.clgrad.engine.routine.update.NadamUpdate;
import org.clgrad.engine.routine.update.RecordScalar;
import org.clgrad.engine.routine.update.RmspropUpdate;
import org.clgrad.engine.routine.update.ScaleToNorm;
import org.clgrad.engine.routine.update.SgdUpdate;

/**
 * The sample spaces of all routines there are, operations from outside included: a routine that is listed here is checked on
 * every device. A test finds routines that are not.
 */
public final class RoutineCatalog {
    private static final List<SampleSpace> SPACES = List.of(
            // One line each, by family in alphabetical order, so that two additions seldom touch one place.
            Attention.samples(),
            AttentionBackward.samples(),
            FmaChain.samples(),
            StreamCopy.samples(),
            Convolution.samples(),
            ConvolutionInputGradient.samples(),
            ConvolutionWeightGradient.samples(),
            Fold.samples(),
            Ctc.samples(),
            CtcBackward.samples(),
            GridSample.samples(),
            GridSampleInputGradient.samples(),
            FlatIndex.samples(),
            Gather.samples(Indexed.ELEMENTS),
            Gather.samples(Indexed.SLICES),
            LastIndex.samples(),
            Scatter.samples(Indexed.ELEMENTS),
            Scatter.samples(Indexed.SLICES),
            ScatterAdd.samples(Indexed.ELEMENTS),
            ScatterAdd.samples(Indexed.SLICES),
            MatMul.samples(),
            BatchNorm.samples(),
            BatchNormBackward.samples(),
            GroupNorm.samples(),
            GroupNormBackward.samples(),
            Pointwise.samples(),
            AvgPool.samples(),
            AvgPoolBackward.samples(),
            MaxPool.samples(),
            MaxPoolBackward.samples(),
            MaxPoolGather.samples(),
            MaxPoolIndices.samples(),
            MaxUnpool.samples(),
            MaxUnpoolBackward.samples(),
            Dropout.samples(),
            MultinomialCounts.samples(),
            MultinomialKeys.samples(),
            MultinomialSearch.samples(),
            PhiloxBernoulli.samples(),
            PhiloxIntegers.samples(),
            PhiloxNormal.samples(),
            PhiloxUniform.samples(),
            GruCell.samples(),
            GruCellBackward.samples(),
            LstmCell.samples(),
            LstmCellBackward.samples(),
            LstmSequence.samples(),
            LstmSequenceBackward.samples(),
            ArgReduce.samples(),
            Reduce.samples(),
            Resize.samples(),
            ResizeBackward.samples(),
            Recurrence.samples(),
            Scan.samples(),
            Copy.samples(),
            Extend.samples(),
            ExtendBackward.samples(),
            Fill.samples(),
            Pad.samples(),
            CrossEntropy.samples(),
            CrossEntropyBackward.samples(),
            Softmax.samples(),
            SoftmaxBackward.samples(),
            Partition.samples(),
            Sort.samples(),
            Unique.samples(),
            AdadeltaUpdate.samples(),
            AdagradUpdate.samples(),
            AdamUpdate.samples(),
            ClampTensors.samples(),
            GradientNorm.samples(),
            Increment.samples(),
            LionUpdate.samples(),
            NadamSchedule.samples(),
            NadamUpdate.samples(),
            RecordScalar.samples(),
            RmspropUpdate.samples(),
            ScaleToNorm.samples(),
            SgdUpdate.samples());

    private static final Listing LISTING = Listing.of(ProvidedOperations::find);

    private RoutineCatalog() {}

    /**
     * Those that ship and those of operations from outside, which are looked for once; or what is wrong with these. It is kept
     * until somebody asks, since an error while a class is made would say only that.
     */
    record Listing(List<SampleSpace> all, Optional<ProvidedOperationException> failure) {
        static Listing of(Supplier<ProvidedOperations> provided) {
            try {
                return new Listing(provided.get().addTo(SPACES), Optional.empty());
            } catch (ProvidedOperationException e) {
                return new Listing(SPACES, Optional.of(e));
            }
        }

        List<SampleSpace> spaces() {
            failure.ifPresent(e -> {
                throw e;
            });
            return all;
        }
    }

    /**
     * All of them.
     *
     * @throws ProvidedOperationException if a provider of operations is at fault
     */
    public static List<SampleSpace> spaces() {
        return LISTING.spaces();
    }

    /**
     * The space of an operation.
     *
     * @throws IllegalArgumentException if there is none
     * @throws ProvidedOperationException if a provider of operations is at fault
     */
    public static SampleSpace space(String operation) {
        return spaces().stream()
                .filter(space -> space.operation().equals(operation))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no sample space of '" + operation + "'; there are "
                        + spaces().stream().map(SampleSpace::operation).toList()));
    }
}
