package org.clgrad.autograd;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.clgrad.engine.Device;
import org.clgrad.engine.Releasable;
import org.clgrad.engine.Scope;
import org.clgrad.engine.TensorData;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.shape.Copy;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;
import org.jspecify.annotations.Nullable;

/**
 * An array of numbers on a device that remembers how it was made, so that gradients can be taken.
 *
 * <pre>{@code
 * Tensor x = Tensor.of(new double[][] {{1, 2}, {3, 4}}).requiresGrad(true);
 * Tensor y = x.mul(x).sum();
 * y.backward();
 * x.grad();                                 // [[2, 4], [6, 8]]
 * }</pre>
 *
 * <p>Operations are asynchronous; only reading values waits for the device. A tensor made inside a {@link Scope} is
 * released when that closes; others when {@link #close closed}, or, at the latest, by the garbage collector. Using a
 * released tensor throws. The operations are in the interfaces that this class implements, by family; making tensors is in
 * {@link Tensors} too.
 */
public final class Tensor
        implements Releasable,
                AutoCloseable,
                TensorMath,
                TensorNumbers,
                TensorInPlace,
                TensorLogic,
                TensorActivations,
                TensorAttention,
                TensorReductions,
                TensorScans,
                TensorSorting,
                TensorShapes,
                TensorIndexing,
                TensorArrangements,
                TensorLayers,
                TensorLinearAlgebra,
                TensorConvolutions,
                TensorRecurrent,
                TensorNormalisation,
                TensorLosses,
                TensorRandom,
                TensorPooling {
    private static final Cleaner CLEANER = Cleaner.create();

    private final TensorMemory memory;
    private final TensorGradient gradient = new TensorGradient();
    private @Nullable Scope owner;

    private Tensor(TensorData data) {
        this.memory = new TensorMemory(data);
    }

    /** A tensor of the current scope; takes over one reference to the storage. */
    static Tensor wrap(TensorData data, @Nullable Source source) {
        Tensor tensor = new Tensor(data);
        tensor.gradient.flowsFrom(source);
        if (source instanceof Source.Output output) {
            tensor.memory.use(output.function());
        }
        Optional<Scope> scope = Scope.current();
        if (scope.isPresent()) {
            scope.get().own(tensor);
        } else {
            CLEANER.register(tensor, tensor.memory);
        }
        return tensor;
    }

    // ---- Making

    /**
     * A tensor over data that a device made; takes over the caller's reference to the storage.
     *
     * @param data dense or not
     */
    public static Tensor of(TensorData data) {
        return wrap(data, null);
    }

    /** A vector of F32. */
    public static Tensor of(double... values) {
        return of(DType.F32, Shape.of(values.length), values);
    }

    /** A matrix of F32, of rows of one length. */
    public static Tensor of(double[]... rows) {
        int columns = rows.length == 0 ? 0 : rows[0].length;
        double[] flat = new double[rows.length * columns];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != columns) {
                throw new MismatchException(
                        "tensor", "row " + i, columns + " values", Integer.toString(rows[i].length));
            }
            System.arraycopy(rows[i], 0, flat, i * columns, columns);
        }
        return of(DType.F32, Shape.of(rows.length, columns), flat);
    }

    /** A vector of I64, for labels and indices. */
    public static Tensor ofIntegers(long... values) {
        HostArray array = HostArray.zeros(TensorSpec.of(DType.I64, values.length));
        array.set(values);
        return upload(DefaultDevice.get(), array);
    }

    /** A dense tensor of given type and shape on the default device, values in row-major order. */
    public static Tensor of(DType dtype, Shape shape, double... values) {
        return of(DefaultDevice.get(), dtype, shape, values);
    }

    /** A dense tensor of given type and shape on a device, values in row-major order. */
    public static Tensor of(Device device, DType dtype, Shape shape, double... values) {
        if (shape.elements() != values.length) {
            throw new MismatchException(
                    "tensor", "shape " + shape, shape.elements() + " values", Integer.toString(values.length));
        }
        return upload(device, HostArray.of(dtype, shape, values));
    }

    private static Tensor upload(Device device, HostArray array) {
        return of(device, array.spec().dtype(), array.shape(), array.bytes());
    }

    /** A dense tensor of the remaining bytes of a buffer, elements in native byte order. */
    public static Tensor of(Device device, DType dtype, Shape shape, ByteBuffer bytes) {
        TensorData data = device.allocate(TensorSpec.of(dtype, shape));
        try {
            device.upload(bytes, data);
        } catch (RuntimeException e) {
            data.storage().release();
            throw e;
        }
        return of(data);
    }

    /** A scalar of F32. */
    public static Tensor scalar(double value) {
        return of(DType.F32, Shape.scalar(), value);
    }

    // ---- What it is

    /**
     * Where the elements are.
     *
     * @throws IllegalStateException if the tensor has been released
     */
    public TensorData data() {
        if (memory.isReleased()) {
            throw new IllegalStateException("a tensor " + memory.data().spec() + " is used after its release");
        }
        return memory.data();
    }

    boolean isReleased() {
        return memory.isReleased();
    }

    public Shape shape() {
        return memory.data().spec().shape();
    }

    /** The size of an axis; negative axes count from the end. */
    public long size(int axis) {
        return shape().size(axis);
    }

    public int rank() {
        return shape().rank();
    }

    public DType dtype() {
        return memory.data().spec().dtype();
    }

    public Device device() {
        return memory.data().device();
    }

    @Override
    public Tensor self() {
        return this;
    }

    // ---- Gradients

    /** Whether a gradient is wanted of this tensor, or of one it was made from. */
    public boolean requiresGrad() {
        return source() != null;
    }

    /**
     * Says whether a gradient is wanted of a tensor made by hand; saying it again changes nothing.
     *
     * @throws IllegalStateException if the tensor is the result of an operation that has a graph
     * @throws MismatchException if it is not of a floating-point type
     */
    public Tensor requiresGrad(boolean wanted) {
        gradient.want(this, wanted);
        return this;
    }

    @Nullable
    Source source() {
        return gradient.source();
    }

    void attach(Source.Output output) {
        gradient.flowsFrom(output);
        memory.use(output.function());
    }

    /** The gradient gathered so far, if any; it belongs to this tensor. */
    public Optional<Tensor> grad() {
        return Optional.ofNullable(gradient.gathered());
    }

    /** Forgets the gradient. */
    public void zeroGrad() {
        gradient.forget();
    }

    /** All that is known of this tensor's gradient. */
    TensorGradient gradient() {
        return gradient;
    }

    /** The gradients of this scalar for all leaves below, added to their {@link #grad}. */
    public void backward() {
        try (Tensor one = Tensors.onesLike(this)) {
            if (shape().elements() != 1) {
                throw new MismatchException("backward", "a tensor of shape " + shape(), "a gradient", "none");
            }
            backward(one, false, false);
        }
    }

    /**
     * The gradients of Σ gradient·this for all leaves below, added to their {@link #grad}.
     *
     * @param gradient of this tensor's shape and type
     * @param retainGraph whether the saved values stay, so that one can go back again
     * @param createGraph whether the gradients make a graph themselves, for gradients of gradients
     */
    public void backward(Tensor gradient, boolean retainGraph, boolean createGraph) {
        GraphWalk.accumulate(this, gradient, retainGraph, createGraph);
    }

    /**
     * Has something done with the gradient of this tensor whenever a walk has all of it, before it goes on or is added to
     * {@link #grad}: the hook gives the gradient that is to take its place, or the same one. What it makes is released when it
     * returns, and what it is given after the walk; who keeps it keeps a {@link TensorShapes#copy copy}, {@link #disown
     * disowned}. What it gives may be a tensor of the user's, which stays as it is.
     *
     * @return takes the hook away again
     * @throws MismatchException if no gradient is wanted of this tensor
     */
    public Runnable registerHook(UnaryOperator<Tensor> hook) {
        return gradient.addHook(this, hook);
    }

    /** The same data without history. */
    public Tensor detach() {
        data().storage().retain();
        return wrap(data(), null);
    }

    /** The same tensor as another object with a life of its own. */
    Tensor alias() {
        data().storage().retain();
        return wrap(data(), source());
    }

    /**
     * Says that this tensor's elements will be read many times before they change, as a weight's are. The device may then keep
     * what it makes of them, such as a weight in packed form, until they change, by whatever means, or their memory is freed.
     * Results stay the same to the bit; it costs memory. Parameters of modules are so. It holds for all views of the same
     * elements and is not taken back.
     *
     * @return this tensor
     */
    public Tensor markLasting() {
        data().storage().markLasting();
        return this;
    }

    /**
     * How often the elements have been changed in place, through whichever view, as {@code _version} of PyTorch's tensors: whoever
     * keeps what was computed of them can tell whether it still holds.
     */
    public long version() {
        return data().storage().version();
    }

    // ---- Values

    /** The elements on the host, dense; waits for the device. */
    public HostArray toHost() {
        if (!data().spec().isContiguous()) {
            try (Tensor dense = detach();
                    Tensor copy = dense.copy()) {
                return copy.toHost();
            }
        }
        try {
            HostArray array = HostArray.zeros(data().spec());
            device().download(data(), array.bytes());
            return array;
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** The elements in row-major order; waits for the device. */
    public double[] toDoubles() {
        return toHost().doubles();
    }

    /** The elements in row-major order, cut towards zero; waits for the device. */
    public long[] toLongs() {
        return toHost().longs();
    }

    /**
     * The value of a tensor of one element; waits for the device.
     *
     * @throws MismatchException if it has none or several
     */
    public double item() {
        if (shape().elements() != 1) {
            throw new MismatchException("item", "tensor", "one element", shape().toString());
        }
        return toDoubles()[0];
    }

    /**
     * Copies the values of another tensor, of the same shape and type, into this one; no graph is made. A leaf is given
     * values so, too: gradients taken later are at these.
     *
     * @throws MismatchException while graphs are made, if this is a result of an operation that has one, or a gradient is
     *     wanted of the other one
     */
    public Tensor assign(Tensor other) {
        InPlace.refuseResult("assign", this);
        InPlace.refuseOperands("assign", other);
        runInto(new Copy(), other);
        return this;
    }

    /**
     * Runs a routine into this tensor; no graph is made. A kernel reads and writes in any order, so an operand that
     * shares elements with this tensor in another place or layout is copied first.
     */
    void runInto(Routine routine, Tensor... operands) {
        List<TensorData> in = new ArrayList<>();
        List<Tensor> copies = new ArrayList<>();
        try {
            for (Tensor operand : operands) {
                boolean shares = operand.data().storage() == data().storage()
                        && !operand.data().equals(data());
                if (shares) {
                    copies.add(GradMode.without(operand::copy));
                }
                in.add(shares ? copies.get(copies.size() - 1).data() : operand.data());
            }
            device().run(routine, in, List.of(data()));
        } finally {
            copies.forEach(Tensor::release);
            Reference.reachabilityFence(operands);
        }
    }

    /**
     * Copies the remaining bytes of a buffer, elements in native order, into this dense tensor, without waiting for the
     * device; no graph is made. The buffer may be used again at once.
     *
     * @throws MismatchException while graphs are made, if this is a result of an operation that has one
     */
    public Tensor assign(ByteBuffer bytes) {
        InPlace.refuseResult("assign", this);
        device().upload(bytes, data());
        return this;
    }

    /** Copies the elements of this dense tensor, in native order, into the remaining bytes of a direct buffer; waits. */
    public void copyTo(ByteBuffer bytes) {
        device().download(data(), bytes);
    }

    // ---- Lifetime

    @Override
    public void release() {
        memory.release();
        disown();
        zeroGrad();
    }

    /**
     * Takes the tensor out of its scope: from now on nobody owns it but who holds it, and closes it.
     *
     * @return this tensor
     */
    public Tensor disown() {
        if (owner != null) {
            owner.disown(this);
        }
        return this;
    }

    @Override
    public void ownedBy(@Nullable Scope scope) {
        if (scope == null && owner != null && !memory.isReleased()) {
            CLEANER.register(this, memory);
        }
        owner = scope;
    }

    @Override
    public void close() {
        release();
    }

    /** Like a NumPy array: nested brackets, aligned, the middle of long axes left out; waits for the device. */
    @Override
    public String toString() {
        if (memory.isReleased()) {
            return "tensor " + memory.data().spec() + ", released";
        }
        return TensorPrinter.print(toHost(), gradient.gathered() != null || requiresGrad());
    }
}
