package org.clgrad.tests.kit;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.random.RandomGenerator;
import org.clgrad.engine.Device;
import org.clgrad.engine.Storage;
import org.clgrad.engine.TensorData;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * An operand in host memory just as it will lie on the device: its elements in some layout, and everything around and
 * between them (guard words in front and behind, padding) filled with a pattern that is NaN for floating-point types. A
 * kernel that reads beyond its operands finds NaN or a huge integer; one that writes beyond them changes the pattern.
 */
final class Operand {
    /** Guard elements on each side: more than the widest vector, and enough bytes to keep a dense operand aligned. */
    private static final int GUARD_ELEMENTS = 64;
    /** No place. */
    static final long NOWHERE = Long.MIN_VALUE;

    private final ByteBuffer image;
    private final long offsetElements;
    private final TensorSpec spec;

    private Operand(ByteBuffer image, long offsetElements, TensorSpec spec) {
        this.image = image;
        this.offsetElements = offsetElements;
        this.spec = spec;
    }

    /** An operand whose elements are the pattern too: for outputs. */
    static Operand unwritten(TensorSpec dense, OperandLayout way, RandomGenerator random) {
        TensorSpec spec = new TensorSpec(dense.dtype(), way.of(dense.shape(), random));
        long offsetElements = (long) GUARD_ELEMENTS + way.offsetElements(random);
        long elements = offsetElements + spec.layout().spanElements() + GUARD_ELEMENTS;
        ByteBuffer image =
                direct(Math.toIntExact(Math.multiplyExact(elements, spec.dtype().sizeBytes())));
        fillWithPattern(image, spec.dtype());
        return new Operand(image, offsetElements, spec);
    }

    /** An operand with values from a domain. */
    static Operand drawn(
            TensorSpec dense, OperandLayout way, Domain domain, RandomGenerator random, boolean denormals) {
        Operand operand = unwritten(dense, way, random);
        new DomainValues(random, denormals).fill(operand.array(), domain);
        return operand;
    }

    private static ByteBuffer direct(int sizeBytes) {
        return ByteBuffer.allocateDirect(sizeBytes).order(ByteOrder.nativeOrder());
    }

    private static void fillWithPattern(ByteBuffer image, DType dtype) {
        ByteBuffer all = image.duplicate().order(ByteOrder.nativeOrder());
        while (all.hasRemaining()) {
            switch (dtype) {
                case F32 -> all.putInt(0x7fc5a5a5);
                case F64 -> all.putLong(0x7ff8a5a5a5a5a5a5L);
                case I32, I64, U8, BOOL -> all.put((byte) 0x7f);
            }
        }
    }

    TensorSpec spec() {
        return spec;
    }

    long offsetElements() {
        return offsetElements;
    }

    /** The elements. */
    HostArray array() {
        return arrayIn(image);
    }

    private HostArray arrayIn(ByteBuffer memory) {
        return new HostArray(memory, offsetElements, spec);
    }

    /** A copy of the elements, dense and in memory of its own. */
    HostArray denseCopy() {
        HostArray copy = HostArray.zeros(spec);
        if (spec.dtype().isFloat()) {
            copy.set(array().doubles());
        } else {
            copy.set(array().longs());
        }
        return copy;
    }

    /** Copies elements and all that is around them to a new storage, which the caller releases. */
    TensorData upload(Device device) {
        Storage storage = device.allocate(image.capacity());
        TensorData bytes = bytes(storage);
        device.upload(image.duplicate(), bytes);
        return new TensorData(storage, offsetElements, spec);
    }

    private TensorData bytes(Storage storage) {
        return new TensorData(storage, 0, TensorSpec.of(DType.U8, image.capacity()));
    }

    /** What has become of it on the device. */
    Operand download(TensorData tensor) {
        ByteBuffer now = direct(image.capacity());
        tensor.device().download(bytes(tensor.storage()), now);
        return new Operand(now, offsetElements, spec);
    }

    /** Whether everything is as it was, elements and surroundings. */
    boolean isUnchanged(Operand later) {
        return image.mismatch(later.image) < 0;
    }

    /**
     * Where the surroundings differ from what they were, counted in elements from the operand's first; {@link #NOWHERE}
     * if they do not.
     */
    long trespass(Operand later) {
        ByteBuffer before = withoutElements(image);
        ByteBuffer after = withoutElements(later.image);
        int at = before.mismatch(after);
        return at < 0 ? NOWHERE : Math.floorDiv(at, spec.dtype().sizeBytes()) - offsetElements;
    }

    private ByteBuffer withoutElements(ByteBuffer memory) {
        ByteBuffer copy = direct(memory.capacity());
        copy.duplicate().put(memory.duplicate());
        arrayIn(copy).set(new long[array().size()]);
        return copy;
    }

    @Override
    public String toString() {
        return spec + " at element " + offsetElements;
    }
}
