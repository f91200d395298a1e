package org.clgrad.engine;

import org.clgrad.engine.tensor.Layout;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * Where a tensor's elements are: a storage, the place of the first element in it, and the spec. It holds no reference to
 * the storage by itself; who keeps one retains the storage.
 *
 * @param storage the memory
 * @param offsetElements where the first element is, in elements of the spec's type
 * @param spec element type and layout
 */
public record TensorData(Storage storage, long offsetElements, TensorSpec spec) {
    public TensorData {
        if (!spec.layout()
                .isWithin(offsetElements, storage.sizeBytes() / spec.dtype().sizeBytes())) {
            throw new IndexOutOfBoundsException(spec + " at element " + offsetElements + " reaches beyond the "
                    + storage.sizeBytes() + " bytes of its storage");
        }
    }

    public Device device() {
        return storage.device();
    }

    /** The same elements, or some of them, seen otherwise. */
    public TensorData view(Layout layout, long furtherElements) {
        return new TensorData(storage, offsetElements + furtherElements, new TensorSpec(spec.dtype(), layout));
    }
}
