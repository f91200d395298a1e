package org.clgrad.nn;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.clgrad.autograd.DefaultDevice;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Device;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * A function of a tensor with parameters to be learnt, made of other modules or by itself.
 *
 * <pre>{@code
 * final class Residual extends org.clgrad.nn.Module {
 *   private final Module inner = child("inner", new Linear(64, 64));
 *
 *   @Override
 *   protected Tensor forward(Tensor x) {
 *     return x.add(inner.apply(x).relu());
 *   }
 * }
 * }</pre>
 *
 * <p>Parameters and children have names and are kept in the order in which they were registered; a parameter's full name
 * is the path to it, as in PyTorch: {@code inner.weight}. A module is made on the {@link DefaultDevice} with numbers from
 * the default random stream, and stays on that device. It owns its parameters, its buffers and its children: they outlive the scope
 * they were made in, and {@link #close} gives their memory back.
 *
 * <p>The name is also that of a class of {@code java.lang}; beside {@code import org.clgrad.nn.*} who extends it imports
 * {@code org.clgrad.nn.Module} by its name.
 */
@SuppressWarnings("JavaLangClash") // the word of the field, which whoever comes from PyTorch looks for
public abstract class Module implements AutoCloseable {
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    private final Map<String, Buffer> buffers = new LinkedHashMap<>();
    private final Set<String> optional = new HashSet<>();
    private final Map<String, Module> children = new LinkedHashMap<>();
    /** The latest first, since earlier ones may follow from them. */
    private final List<Derived> derived = new ArrayList<>();

    private boolean training = true;
    private boolean derivedStandIn;
    private @Nullable Consumer<Tensor> observer;

    /** The function itself. What it makes is released when it returns, except the result and what the graph keeps. */
    protected abstract Tensor forward(Tensor x);

    /** Runs the module: {@link #forward} in a scope of its own, with the result moved outward. */
    public final Tensor apply(Tensor x) {
        return running(scope -> {
            Tensor y = scope.keep(forward(x));
            if (observer != null) {
                observer.accept(y);
            }
            return y;
        });
    }

    /**
     * Runs something that uses this module's own parameters, in a scope of its own, given to it to move results outward. What
     * a module offers beside {@link #apply}, with several inputs for one, is to go through this, so that a parameter that is
     * computed from others, as by {@link WeightNorm}, is computed once for the whole run.
     *
     * @param run gives the results, moved outward
     */
    protected final <T> T running(Function<Scope, T> run) {
        try (Scope scope = Scope.open()) {
            if (derived.isEmpty() || derivedStandIn) {
                return run.apply(scope);
            }
            derivedStandIn = true;
            try {
                derived.forEach(
                        each -> each.parameter().standIn(each.derivation().value(training)));
                return run.apply(scope);
            } finally {
                derivedStandIn = false;
                derived.forEach(each -> each.parameter().standIn(null));
            }
        }
    }

    // ---- Parts

    /**
     * Registers a child.
     *
     * @return the child
     * @throws IllegalArgumentException if the name is empty, has a dot, or is taken
     */
    protected final <M extends Module> M child(String name, M module) {
        checkName(name);
        children.put(name, module);
        return module;
    }

    /**
     * Registers a parameter.
     *
     * @return the parameter
     * @throws IllegalArgumentException if the name is empty, has a dot, or is taken
     */
    protected final Parameter parameter(String name, Parameter parameter) {
        checkName(name);
        parameters.put(name, parameter);
        return parameter;
    }

    /** Registers a parameter that is made if its name can be taken. */
    final Parameter parameter(String name, Supplier<Parameter> made) {
        checkName(name);
        return parameter(name, made.get());
    }

    /** Registers a buffer that is made if its name can be taken. */
    final Buffer buffer(String name, Supplier<Buffer> made) {
        checkName(name);
        return buffer(name, made.get());
    }

    /** How a parameter follows from others. */
    @FunctionalInterface
    interface Derivation {
        /** Its value, with a graph to what it follows from. */
        Tensor value(boolean training);
    }

    private record Derived(Parameter parameter, Derivation derivation) {}

    /**
     * Takes a parameter out of those that are learnt: from now on it is computed before each run, from others that take its
     * place.
     *
     * @param name one of this module's own parameters
     * @param derivation registers what it follows from, given what it has been
     * @throws IllegalArgumentException if there is no such parameter; then, or if the derivation fails, all is as before
     */
    final void derive(String name, Function<Parameter, Derivation> derivation) {
        Parameter parameter = parameters.get(name);
        if (parameter == null) {
            throw new IllegalArgumentException(
                    this + ": no parameter \"" + name + "\" of its own, there is " + parameters.keySet());
        }
        Set<String> names = Set.copyOf(parameters.keySet());
        Set<String> buffersBefore = Set.copyOf(buffers.keySet());
        Derivation made;
        try {
            made = derivation.apply(parameter);
        } catch (RuntimeException e) {
            forget(parameters, names, Parameter::close);
            forget(buffers, buffersBefore, Buffer::close);
            throw e;
        }
        parameters.remove(name);
        derived.add(0, new Derived(parameter, made));
        parameter.follow(() -> made.value(false));
    }

    /** Takes out and closes what has been registered since there were only certain names. */
    private static <P> void forget(Map<String, P> parts, Set<String> before, Consumer<P> close) {
        Map<String, P> added = new LinkedHashMap<>(parts);
        added.keySet().removeAll(before);
        added.values().forEach(close);
        parts.keySet().retainAll(before);
    }

    /**
     * Registers a buffer.
     *
     * @return the buffer
     * @throws IllegalArgumentException if the name is empty, has a dot, or is taken
     */
    protected final Buffer buffer(String name, Buffer buffer) {
        checkName(name);
        buffers.put(name, buffer);
        return buffer;
    }

    /**
     * Registers a buffer that a file may lack, as files do that were written before there was such a buffer; it is then
     * filled with zeros.
     *
     * @return the buffer
     * @throws IllegalArgumentException if the name is empty, has a dot, or is taken
     */
    protected final Buffer optionalBuffer(String name, Buffer buffer) {
        buffer(name, buffer);
        optional.add(name);
        return buffer;
    }

    private void checkName(String name) {
        boolean taken = parameters.containsKey(name) || buffers.containsKey(name) || children.containsKey(name);
        if (name.isEmpty() || name.indexOf('.') >= 0 || taken) {
            throw new IllegalArgumentException(
                    this + ": a part needs a name of its own without dots, got \"" + name + "\"");
        }
    }

    /** The children by name, in order of registration. */
    public final Map<String, Module> children() {
        return Collections.unmodifiableMap(children);
    }

    /** The parameters of this module alone, by name, in order of registration. */
    public final Map<String, Parameter> ownParameters() {
        return Collections.unmodifiableMap(parameters);
    }

    /**
     * All parameters by full name, a module's own before its children's. One that has several places is there once, under
     * its first name.
     */
    public final Map<String, Parameter> namedParameters() {
        Map<String, Parameter> named = new LinkedHashMap<>();
        Set<Parameter> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        walk(
                "",
                (prefix, module) -> module.parameters.forEach((name, parameter) -> {
                    if (seen.add(parameter)) {
                        named.put(prefix + name, parameter);
                    }
                }));
        return Collections.unmodifiableMap(named);
    }

    /** All buffers by full name, a module's own before its children's. */
    public final Map<String, Buffer> namedBuffers() {
        Map<String, Buffer> named = new LinkedHashMap<>();
        walk("", (prefix, module) -> module.buffers.forEach((name, buffer) -> named.put(prefix + name, buffer)));
        return Collections.unmodifiableMap(named);
    }

    /**
     * What is saved: parameters and buffers by full name, in PyTorch's order: own ones first, then the children's. The map is
     * the caller's; the tensors are the module's own, so that assigning to them changes it.
     */
    public final Map<String, Weights.Entry> state() {
        Map<String, Weights.Entry> state = new LinkedHashMap<>();
        Set<String> named = namedParameters().keySet();
        walk("", (prefix, module) -> {
            module.parameters.forEach((name, parameter) -> {
                // One that has several places is saved once, under its first name.
                if (named.contains(prefix + name)) {
                    state.put(prefix + name, new Weights.Entry(parameter.tensor(), false));
                }
            });
            module.buffers.forEach((name, buffer) ->
                    state.put(prefix + name, new Weights.Entry(buffer.tensor(), module.optional.contains(name))));
        });
        return state;
    }

    /** All parameters, in the order of {@link #namedParameters}. */
    public final List<Parameter> parameters() {
        return List.copyOf(namedParameters().values());
    }

    /**
     * The parameter of a full name, like {@code 0.weight}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public final Parameter parameter(String name) {
        Map<String, Parameter> named = namedParameters();
        Parameter parameter = named.get(name);
        if (parameter == null) {
            throw new IllegalArgumentException("no parameter \"" + name + "\", there is " + named.keySet());
        }
        return parameter;
    }

    /**
     * Along which axis of {@code weight} the outputs lie, for what looks at a weight as a matrix of outputs by inputs, like
     * {@link SpectralNorm}: the first, unless a module says otherwise.
     */
    protected int outputAxis() {
        return 0;
    }

    /**
     * Whether {@link Sequential} may run this module before the one that it follows: only if that gives the same to the bit,
     * forward and back, and costs less. It does not, unless a module says otherwise.
     */
    protected boolean isCheaperBefore(Module previous) {
        return false;
    }

    /**
     * A module that gives the same as this one and then the next, forward and back, and costs less, for {@link Sequential} to run in
     * the place of both; null, unless a module knows one. To the bit, but that what lay between need not be rounded to 16 bits, and in
     * evaluation a normalisation may be {@linkplain org.clgrad.nn.layer.NormalisedConvolution folded} into the convolution before it.
     */
    protected @Nullable Module joinedWith(Module next) {
        return null;
    }

    /** Whether somebody looks at what {@link #apply} gives. */
    protected final boolean isObserved() {
        return observer != null;
    }

    /** Calls with this module and all below it, each with the prefix of its parameters' names, parents first. */
    final void walk(String prefix, BiConsumer<String, Module> visit) {
        visit.accept(prefix, this);
        children.forEach((name, child) -> child.walk(prefix + name + ".", visit));
    }

    /** Sets who is told of every result of this module; null: nobody. */
    final void observe(@Nullable Consumer<Tensor> observer) {
        this.observer = observer;
    }

    // ---- State

    /** Goes into training mode, with everything below; that is how a module begins. */
    public final Module train() {
        return train(true);
    }

    /** Goes into evaluation mode, with everything below. */
    public final Module eval() {
        return train(false);
    }

    /** Sets whether it is in training mode, with everything below. */
    public final Module train(boolean training) {
        walk("", (prefix, module) -> {
            module.training = training;
            if (training) {
                module.releaseKept();
            }
        });
        return this;
    }

    /** Whether it is in training mode. */
    public final boolean isTraining() {
        return training;
    }

    /** Forgets all gradients. */
    public final void zeroGrad() {
        parameters().forEach(Parameter::zeroGrad);
    }

    /** The element type of the first parameter; F32 without parameters. */
    public final DType dtype() {
        return parameters().stream().findFirst().map(Parameter::dtype).orElse(DType.F32);
    }

    /** The device of the first parameter; the default device without parameters. */
    public final Device device() {
        return parameters().stream().findFirst().map(Parameter::device).orElseGet(DefaultDevice::get);
    }

    /**
     * Goes on in another floating-point type: all parameters and buffers of such types are rounded to it. To be called before
     * an optimizer is made, whose state is of the parameters' types.
     *
     * @throws org.clgrad.engine.tensor.MismatchException if the type is not a floating-point type
     */
    public final Module to(DType dtype) {
        parameters().forEach(parameter -> parameter.convert(dtype));
        namedBuffers().values().forEach(buffer -> buffer.convert(dtype));
        walk("", (prefix, module) -> module.releaseKept());
        return this;
    }

    /**
     * A table of the modules with their results' shapes and their numbers of parameters, for an input of the given shape,
     * batch axis included. A batch of zeros is run through the module to find out.
     */
    public final String summary(Shape input) {
        return Summary.of(this, input);
    }

    // ---- Files

    /**
     * Writes all parameters and buffers into a safetensors file, under PyTorch's names and in its layouts.
     *
     * @throws org.clgrad.nn.data.DataException if it cannot be written; what was there before is then untouched
     */
    public final void save(Path file) {
        Weights.save(state(), file);
    }

    /**
     * Reads all parameters and buffers from a safetensors file.
     *
     * @throws org.clgrad.nn.data.DataException if the file cannot be read or does not fit to the letter: tensors missing
     *     or too many, other shapes, other types. The message names them all, and nothing has been changed.
     */
    public final void load(Path file) {
        Weights.load(state(), file);
    }

    // ---- Lifetime

    /** Gives the memory of all parameters and buffers back; the module cannot be used any more. Again does nothing. */
    @Override
    public void close() {
        parameters().forEach(Parameter::close);
        namedBuffers().values().forEach(Buffer::close);
        walk("", (prefix, module) -> module.releaseKept());
    }

    /** Gives back what the module itself keeps beside parameters and buffers, as it is closed, converted or set to training. */
    protected void releaseKept() {}

    /** What kind of module it is and its sizes, like {@code Linear(5408, 10)}, in the words of its constructor. */
    @Override
    public String toString() {
        return getClass().getSimpleName();
    }
}
