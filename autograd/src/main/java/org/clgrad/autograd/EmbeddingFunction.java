package org.clgrad.autograd;

import java.util.Arrays;
import java.util.List;
import org.clgrad.engine.routine.indexing.Gather;
import org.clgrad.engine.routine.indexing.Indexed;
import org.jspecify.annotations.Nullable;

/**
 * y = the rows of a table that an index says; the table's gradient = dy, summed by what a second index says, which says no row for
 * elements that have no part in it. Takes the table, the index, and that one.
 */
final class EmbeddingFunction extends SingleOutput {
    private long rows;

    @Override
    public String name() {
        return "embedding";
    }

    @Override
    protected List<Tensor> forward(List<Tensor> in) {
        rows = in.get(0).size(0);
        save(in.get(2));
        return run(new Gather(Indexed.SLICES, 0, false, false), in.get(0), in.get(1));
    }

    @Override
    protected List<@Nullable Tensor> backward(Tensor dy) {
        Tensor dTable = needs(0) ? new SumAtFunction(Indexed.SLICES, 0, rows, false).apply(saved(0), dy) : null;
        return Arrays.asList(dTable, null, null);
    }
}
