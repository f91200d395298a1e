package org.clgrad.engine.check;

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
 * between them (guard words in front and behind, padding) filled with a pattern. A kernel that reads beyond its operands
 * finds NaN or a huge integer; one that writes beyond them changes the pattern.
 */
final class Operand {
    /** What a kernel does with an operand; each has a pattern of its own, so that copying one over another shows. */
    enum Role {
        /** NaN (of 16 bits in both formats), or all bytes 7f. */
        READ(0x7fc5, 0x7fc5a5a5, 0x7ff8a5a5a5a5a5a5L, (byte) 0x7f),
        /** Another NaN, so that what was not written shows too. */
        WRITTEN(0x7fca, 0x7fca5a5a, 0x7ff85a5a5a5a5a5aL, (byte) 0x5a),
        /** Finite: arithmetic on a NaN in place would leave it as it was. */
        CHANGED(0x785a, 0x7f5a5a5a, 0x7fd5a5a5a5a5a5a5L, (byte) 0x6d);

        private final int narrow;
        private final int single;
        private final long twice;
        private final byte other;

        Role(int narrow, int single, long twice, byte other) {
            this.narrow = narrow;
            this.single = single;
            this.twice = twice;
            this.other = other;
        }
    }

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

    /** An operand whose elements are the pattern too. */
    static Operand unwritten(Role role, TensorSpec dense, OperandLayout way, RandomGenerator random) {
        TensorSpec spec = new TensorSpec(dense.dtype(), way.of(dense.shape(), random));
        long lowest = (long) GUARD_ELEMENTS + way.offsetElements(random);
        long offsetElements = lowest + spec.layout().elementsBefore();
        long elements = lowest + spec.layout().spanElements() + GUARD_ELEMENTS;
        ByteBuffer image =
                direct(Math.toIntExact(Math.multiplyExact(elements, spec.dtype().sizeBytes())));
        fill(image, role, spec.dtype());
        return new Operand(image, offsetElements, spec);
    }

    /** The same operand with values from a domain; denormals among them if the device keeps them. */
    Operand draw(Domain domain, RandomGenerator random, boolean denormals) {
        new DomainValues(random, denormals).fill(array(), domain);
        return this;
    }

    private static ByteBuffer direct(int sizeBytes) {
        return ByteBuffer.allocateDirect(sizeBytes).order(ByteOrder.nativeOrder());
    }

    private static void fill(ByteBuffer image, Role role, DType dtype) {
        ByteBuffer all = image.duplicate().order(ByteOrder.nativeOrder());
        while (all.hasRemaining()) {
            switch (dtype) {
                case F16, BF16 -> all.putShort((short) role.narrow);
                case F32 -> all.putInt(role.single);
                case F64 -> all.putLong(role.twice);
                case I32, I64, U8, BOOL -> all.put(role.other);
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

    /** A copy of the elements, dense and in memory of its own, where what is stored is not rounded. */
    HostArray denseCopy() {
        HostArray copy = HostArray.unrounded(spec);
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
