package org.clgrad.autograd;

import org.clgrad.engine.TensorData;
import org.jspecify.annotations.Nullable;

/** A value that a function keeps for its gradient: the data with a reference of its own, its version, its history. */
final class SavedTensor {
    private final TensorData data;
    private final long version;
    private final @Nullable Source source;
    private final String savedBy;

    SavedTensor(TensorData data, @Nullable Source source, String savedBy) {
        data.storage().retain();
        this.data = data;
        this.version = data.storage().version();
        this.source = source;
        this.savedBy = savedBy;
    }

    /**
     * The value as a tensor of the current scope.
     *
     * @throws IllegalStateException if it was changed in place since it was saved
     */
    Tensor unpack() {
        if (data.storage().version() != version) {
            throw new IllegalStateException("the value " + data.spec() + " that " + savedBy
                    + " saved for its gradient was changed in place since, last by "
                    + data.storage().lastChange());
        }
        data.storage().retain();
        return Tensor.wrap(data, source);
    }

    void release() {
        data.storage().release();
    }
}
