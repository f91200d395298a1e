package org.clgrad.engine.routine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * Puts a plan together: opens kernel files, asks for workspace, adds launches.
 *
 * <pre>{@code
 * KernelFile file = p.open("matmul_tiled", Map.of("m", m, "n", n, "k", k, "batch", 1L)).real(F32).define("TRANS_A", 0);
 * file.launch("matmul_tiled").in(0).in(1).out(0).int32(m).int32(n).int32(k).add();
 * }</pre>
 */
public final class PlanBuilder {
    private final Target target;
    private final String variant;
    private final List<TensorSpec> in;
    private final List<TensorSpec> out;
    private final List<Derivation> derivations = new ArrayList<>();
    private final List<Launch> launches = new ArrayList<>();
    private final List<Long> workspaceBytes = new ArrayList<>();
    private final Map<Integer, Slot> dense = new HashMap<>();
    private final Map<Integer, Slot> denseOut = new LinkedHashMap<>();

    PlanBuilder(Target target, String variant, List<TensorSpec> in, List<TensorSpec> out) {
        this.target = target;
        this.variant = variant;
        this.in = in;
        this.out = out;
    }

    public Target target() {
        return target;
    }

    public Capabilities capabilities() {
        return target.capabilities();
    }

    /** The variant being planned. */
    public String variant() {
        return variant;
    }

    public TensorSpec in(int index) {
        return in.get(index);
    }

    public TensorSpec out(int index) {
        return out.get(index);
    }

    public List<TensorSpec> inputs() {
        return in;
    }

    public List<TensorSpec> outputs() {
        return out;
    }

    /**
     * Opens a kernel file for these dimensions and settles its tunables: as the target's tuning says, else the header's
     * defaults, or the legal combination nearest to them where the device forbids the defaults.
     *
     * @param dims values of the names that the header declares as {@code //@dims}
     * @throws UnfitException if no combination is legal on the device, or the tuning objects to the file
     * @throws IllegalTuningException if the tuning asks for a combination that is not
     */
    public KernelFile open(String name, Map<String, Long> dims) {
        target.tuning().objection(name).ifPresent(why -> {
            throw new ObjectionException(name, why);
        });
        return new KernelFile(this, target.kernels().source(name), dims);
    }

    /** Whether {@link #open} may be asked for a file; where not, plans do without it if they can. */
    boolean mayOpen(String name) {
        return target.tuning().objection(name).isEmpty();
    }

    /**
     * Of two sets of kernels that can take each other's place, the one made for this kind of machine; where the tuning objects
     * to its file, the other one.
     *
     * @param file the name of the kernel file of one
     */
    public <K> K eitherOf(K forCpu, K forGpu, Function<K, String> file) {
        boolean isCpu = capabilities().machine() == Machine.CPU;
        K preferred = isCpu ? forCpu : forGpu;
        K other = isCpu ? forGpu : forCpu;
        return mayOpen(file.apply(preferred)) || !mayOpen(file.apply(other)) ? preferred : other;
    }

    /**
     * A piece of workspace that lives as long as the plan runs; its contents are undefined.
     *
     * @throws UnfitException if the device has no buffer of that size; another variant may do with less
     */
    public Slot work(long sizeBytes) {
        workspaceBytes.add(checkSize(sizeBytes));
        return new Slot.Work(workspaceBytes.size() - 1);
    }

    private long checkSize(long sizeBytes) {
        if (sizeBytes > capabilities().maxAllocationBytes()) {
            throw new UnfitException(variant + ": " + sizeBytes + " bytes of workspace, and a buffer of the device has "
                    + capabilities().maxAllocationBytes() + " at most");
        }
        return Math.max(1, sizeBytes);
    }

    /**
     * An operand that is made of one input and nothing else. Its launches come before all others; where the input is
     * {@linkplain org.clgrad.engine.Storage#isLasting lasting} and has not changed since, a run may find the operand made
     * already. Nobody else may write into it.
     *
     * <pre>{@code
     * Slot packed = plan.derived(1, bytes, (own, target) ->
     *         file.within(own).launch("conv_pack_weights").in(0).buffer(target, F32).add());
     * }</pre>
     *
     * @param input which input
     * @param steps adds the launches, to a plan of their own, whose only input is number 0; workspace is asked of that too
     * @throws UnfitException if the device has no buffer of that size; another variant may do with less
     */
    public Slot derived(int input, long sizeBytes, BiConsumer<PlanBuilder, Slot> steps) {
        long bytes = checkSize(sizeBytes);
        PlanBuilder own = new PlanBuilder(target, variant, List.of(in.get(input)), List.of());
        steps.accept(own, new Slot.Derived(0));
        derivations.add(new Derivation(input, new Derivation.Packing(own.launches, own.workspaceBytes, bytes)));
        return new Slot.Derived(derivations.size() - 1);
    }

    /** An input as a dense row-major buffer: itself if it is one, else a copy in workspace, made once a plan. */
    public Slot dense(int index) {
        return dense.computeIfAbsent(index, i -> {
            TensorSpec spec = in.get(i);
            if (spec.isContiguous()) {
                return new Slot.In(i);
            }
            TensorSpec copy = TensorSpec.of(spec.dtype(), spec.shape());
            Slot work = work(copy.sizeBytes());
            StridedCopy.add(this, new Slot.In(i), spec, work, copy);
            return work;
        });
    }

    /**
     * An output as a dense row-major buffer: itself if it is one, else a piece of workspace that is copied to it after all
     * other launches.
     */
    public Slot denseOut(int index) {
        return denseOut.computeIfAbsent(index, i -> {
            TensorSpec spec = out.get(i);
            return spec.isContiguous() ? new Slot.Out(i) : work(spec.sizeBytes());
        });
    }

    /**
     * An input that is changed in place as a dense row-major buffer: itself if it is one, else a copy in workspace, which is
     * copied to the output, the same tensor, after all other launches.
     */
    public Slot denseInPlace(int input, int output) {
        Slot slot = dense(input);
        denseOut.put(output, slot);
        return slot;
    }

    void add(Launch launch) {
        if (!launch.grid().isEmpty()) {
            launches.add(launch);
        }
    }

    Plan build() {
        denseOut.forEach((index, slot) -> {
            if (slot instanceof Slot.Work) {
                TensorSpec spec = out.get(index);
                TensorSpec copy = TensorSpec.of(spec.dtype(), spec.shape());
                StridedCopy.add(this, slot, copy, new Slot.Out(index), spec);
            }
        });
        return new Plan(variant, derivations, launches, workspaceBytes);
    }
}
