package org.clgrad.autograd;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.clgrad.engine.TensorData;
import org.clgrad.engine.routine.Routine;
import org.jspecify.annotations.Nullable;

/**
 * A differentiable operation, applied once: it runs routines forward, saves the least that its gradient needs, and sends
 * gradients back.
 *
 * <p>To write one, extend this class: {@link #forward} runs routines with {@link #run} and calls {@link #save} or {@link
 * #saveOutput}; {@link #backward} computes, with tensor operations, the gradients that {@link #needs} asks for. Then
 * {@code new MyFunction(…).apply(x)}. An instance is used once.
 *
 * <p>A function lives as long as a tensor it made, or a function that took one; then its saved values go. The graph is
 * walked with lists and queues, never by recursion, so the thread's stack does not limit its depth.
 */
public abstract class Function {
    private final AtomicInteger users = new AtomicInteger();
    private final List<@Nullable SavedTensor> saved = new ArrayList<>();
    private List<@Nullable Source> sources = new ArrayList<>();
    private int depth;
    private int outputCount;
    private @Nullable Map<Integer, GradientHooks> hooks;
    private @Nullable BitSet asked;
    private boolean applied;
    private boolean consumed;

    /** The operation's name in messages. */
    public abstract String name();

    /** Runs the operation. No graph is made of what happens here; only the data of the inputs matters. */
    protected abstract List<Tensor> forward(List<Tensor> in);

    /**
     * The gradient of each input, given that of each output (null: zero). Null for inputs that {@link #needs} does not
     * ask for. Written in tensor operations; whether they make a graph is the walk's business.
     */
    protected abstract List<@Nullable Tensor> backward(List<@Nullable Tensor> outputGradients);

    /** Applies a function of one output. */
    public final Tensor apply(Tensor... in) {
        return applyAll(in).get(0);
    }

    /**
     * Applies the function: runs it and, where a gradient is wanted of an input, hangs it into the graph.
     *
     * @throws IllegalStateException if it has been applied before
     */
    public final List<Tensor> applyAll(Tensor... in) {
        if (applied) {
            throw new IllegalStateException(name() + ": a function is applied once; make another one");
        }
        applied = true;
        List<Tensor> inputs = List.of(in);
        List<Tensor> outputs;
        try {
            outputs = GradMode.without(() -> results(inputs));
        } catch (RuntimeException e) {
            releaseSaved();
            throw e;
        }
        // Outputs that are not of floating-point type (comparisons, indices) end the graph.
        boolean graph = GradMode.isEnabled() && anyRequiresGrad(inputs) && anyIsFloat(outputs);
        if (!graph) {
            releaseSaved();
            return outputs;
        }
        for (Tensor input : inputs) {
            connect(input.source());
        }
        outputCount = outputs.size();
        for (int i = 0; i < outputs.size(); i++) {
            if (outputs.get(i).dtype().isFloat()) {
                outputs.get(i).attach(new Source.Output(this, i));
            }
        }
        return outputs;
    }

    private static boolean anyRequiresGrad(List<Tensor> tensors) {
        for (Tensor tensor : tensors) {
            if (tensor.requiresGrad()) {
                return true;
            }
        }
        return false;
    }

    private static boolean anyIsFloat(List<Tensor> tensors) {
        for (Tensor tensor : tensors) {
            if (tensor.dtype().isFloat()) {
                return true;
            }
        }
        return false;
    }

    /** What forward gives; an input among it, which has a history of its own and is somebody's, as a tensor of its own. */
    private List<Tensor> results(List<Tensor> inputs) {
        List<Tensor> outputs = new ArrayList<>(forward(inputs));
        outputs.replaceAll(output -> inputs.contains(output) ? output.detach() : output);
        return outputs;
    }

    private void connect(@Nullable Source source) {
        sources.add(source);
        if (source instanceof Source.Output output) {
            output.function().retain();
            depth = Math.max(depth, output.function().depth + 1);
        }
    }

    // ---- For forward

    /** Runs a routine on tensors of one device. */
    protected final List<Tensor> run(Routine routine, Tensor... in) {
        List<TensorData> data = new ArrayList<>(in.length);
        for (Tensor tensor : in) {
            data.add(tensor.data());
        }
        List<Tensor> outputs = new ArrayList<>();
        for (TensorData output : in[0].device().run(routine, data)) {
            outputs.add(Tensor.wrap(output, null));
        }
        return outputs;
    }

    /** Keeps an input for the gradient. */
    protected final void save(Tensor input) {
        saved.add(new SavedTensor(input.data(), input.source(), name()));
    }

    /**
     * Keeps an input that only the gradient of another input needs, if that other one will get a gradient. If not, the
     * place among what is saved is taken all the same.
     */
    protected final void saveFor(Tensor other, Tensor input) {
        if (other.requiresGrad()) {
            save(input);
        } else {
            saved.add(null);
        }
    }

    /** Keeps an output for the gradient. */
    protected final void saveOutput(Tensor output, int index) {
        saved.add(new SavedTensor(output.data(), new Source.Output(this, index), name()));
    }

    // ---- For backward

    /** What was saved n-th. */
    protected final Tensor saved(int index) {
        SavedTensor kept = saved.get(index);
        if (kept == null) {
            throw new IllegalStateException(name() + ": value " + index + " was saved for a gradient nobody wants");
        }
        return kept.unpack();
    }

    /** Whether a gradient is wanted of the n-th input. */
    protected final boolean needs(int input) {
        return sources.get(input) != null && (asked == null || asked.get(input));
    }

    // ---- For the walk

    List<@Nullable Source> sources() {
        return sources;
    }

    int outputCount() {
        return outputCount;
    }

    /** One more than the depth of the deepest function it takes from, so deeper ones come first on the way back. */
    int depth() {
        return depth;
    }

    /** Adds what is to be done with the gradient of an output when all of it is there. */
    Runnable addHook(int output, UnaryOperator<Tensor> hook) {
        if (hooks == null) {
            hooks = new HashMap<>();
        }
        return hooks.computeIfAbsent(output, o -> new GradientHooks()).add(hook);
    }

    /** The gradient of an output as its hooks make it. */
    Tensor hooked(int output, Tensor gradient) {
        GradientHooks own = hooks == null ? null : hooks.get(output);
        return own == null ? gradient : own.apply(gradient);
    }

    /** @param inputs those whose gradients the walk asks for */
    List<@Nullable Tensor> propagate(List<@Nullable Tensor> outputGradients, BitSet inputs) {
        if (consumed) {
            throw new IllegalStateException(name() + ": its saved values went with an earlier backward; say"
                    + " retainGraph there to go back more than once");
        }
        asked = inputs;
        try {
            return backward(outputGradients);
        } finally {
            asked = null;
        }
    }

    /** Ends the use of the saved values; what has saved none can be walked again. */
    void consume() {
        consumed |= !saved.isEmpty();
        releaseSaved();
    }

    private void releaseSaved() {
        for (SavedTensor kept : saved) {
            if (kept != null) {
                kept.release();
            }
        }
        saved.clear();
    }

    // ---- Lifetime

    void retain() {
        users.incrementAndGet();
    }

    /** Gives a use back; a function that nobody uses gives back what it holds, and so on down the graph. */
    void release() {
        Deque<Function> candidates = new ArrayDeque<>(List.of(this));
        while (!candidates.isEmpty()) {
            Function function = candidates.remove();
            if (function.users.decrementAndGet() > 0) {
                continue;
            }
            function.releaseSaved();
            for (Source source : function.sources) {
                if (source instanceof Source.Output output) {
                    candidates.add(output.function());
                }
            }
            function.sources = List.of();
        }
    }
}
