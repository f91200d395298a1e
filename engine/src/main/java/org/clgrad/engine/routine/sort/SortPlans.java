package org.clgrad.engine.routine.sort;

import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Slot;
import org.clgrad.engine.routine.scan.Lines;

/** The launches of {@link Sort}. */
final class SortPlans {
    private SortPlans() {}

    /** All keys are sorted by their digits, and as many as are asked for are taken. */
    static void radix(PlanBuilder plan, Sort sort, String kernel) {
        Lines x = Lines.of(plan, 0, sort.axis());
        SortKeys keys = new SortKeys(x.dtype(), sort.descending());
        Slot from = keys.add(plan, x);
        RadixSort.Sorted sorted =
                new RadixSort(keys.type(), keys.bits(), x.count(), x.length()).add(plan, kernel, from);
        keys.take(plan, x, sorted.places(), x.length(), sort.taken(x.length()));
    }
}
