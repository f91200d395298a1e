package org.clgrad.examples.bench;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Device;
import org.clgrad.engine.TensorData;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * The operands: numbers between −1 and 1 that follow from a seed and a place alone, so that whoever checks a result can have
 * each of them again without keeping them all. They are multiples of 2⁻²³, exact in single precision.
 *
 * <p>Source: the mixing function of SplitMix64, G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number
 * generators", OOPSLA 2014, fig. 16.
 */
final class Numbers {
    /** 2⁶⁴ divided by the golden ratio, made odd. */
    private static final long GAMMA = 0x9e3779b97f4a7c15L;

    private static final int CHUNK_FLOATS = 1 << 20;

    private Numbers() {}

    /** The number at a place. */
    static double at(long seed, long place) {
        return (bits(seed, place) >> 40) * 0x1p-23;
    }

    /** The integer at a place, 0 … bound − 1. */
    static long below(long bound, long seed, long place) {
        return Long.remainderUnsigned(bits(seed, place), bound);
    }

    private static long bits(long seed, long place) {
        long z = seed * 0xd1b54a32d192ed03L + place * GAMMA;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** A tensor of them, F32, of nobody's. */
    static Tensor tensor(Device device, long seed, Shape shape) {
        TensorData data = device.allocate(TensorSpec.of(DType.F32, shape));
        try {
            upload(seed, data);
        } catch (RuntimeException e) {
            data.storage().release();
            throw e;
        }
        return Tensor.of(data).disown();
    }

    private static void upload(long seed, TensorData data) {
        long elements = data.spec().elements();
        ByteBuffer chunk = ByteBuffer.allocateDirect((int) Math.min(CHUNK_FLOATS, elements) * Float.BYTES)
                .order(ByteOrder.nativeOrder());
        for (long from = 0; from < elements; from += CHUNK_FLOATS) {
            int count = (int) Math.min(CHUNK_FLOATS, elements - from);
            chunk.clear().limit(count * Float.BYTES);
            for (int i = 0; i < count; i++) {
                chunk.putFloat(i * Float.BYTES, (float) at(seed, from + i));
            }
            TensorData part = new TensorData(data.storage(), from, TensorSpec.of(DType.F32, count));
            data.device().upload(chunk, part);
        }
    }
}
