package org.clgrad.nn.data;

import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Cuts a data set into mini-batches, epoch by epoch.
 *
 * <p>Every epoch holds each sample exactly once; where the batch size does not divide the number of samples, the last
 * batch is smaller. The order of an epoch depends on the seed and on the epoch's number and on nothing else, so that
 * training can be taken up again at any epoch.
 */
public final class DataLoader {
    private final Dataset dataset;
    private final int batchSize;
    private final boolean shuffle;
    private final long seed;

    private DataLoader(Dataset dataset, int batchSize, boolean shuffle, long seed) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("data loader: expected a batch size of 1 or more, got " + batchSize);
        }
        if (dataset.size() < 1) {
            throw new DataException("data loader: the data set has no samples");
        }
        this.dataset = dataset;
        this.batchSize = Math.min(batchSize, dataset.size());
        this.shuffle = shuffle;
        this.seed = seed;
    }

    /** Batches in an order drawn anew for each epoch, for training. */
    public static DataLoader shuffled(Dataset dataset, int batchSize, long seed) {
        return new DataLoader(dataset, batchSize, true, seed);
    }

    /** Batches in the data set's own order, for measuring. */
    public static DataLoader inOrder(Dataset dataset, int batchSize) {
        return new DataLoader(dataset, batchSize, false, 0);
    }

    /** The data set the batches are of. */
    public Dataset dataset() {
        return dataset;
    }

    /** The number of samples of every batch but the last. */
    public int batchSize() {
        return batchSize;
    }

    /** The number of batches in an epoch, a smaller last one included. */
    public int batchesPerEpoch() {
        return Math.toIntExact(((long) dataset.size() + batchSize - 1) / batchSize);
    }

    /** Bytes of a full batch's inputs. */
    public int inputBytes() {
        return Math.multiplyExact(batchSize, dataset.inputBytes());
    }

    /** Bytes of a full batch's targets. */
    public int targetBytes() {
        return Math.multiplyExact(batchSize, dataset.targetBytes());
    }

    /** The batches of an epoch; epochs are counted from 0, and each can be walked any number of times. */
    public Iterable<Batch> epoch(int epoch) {
        int[] order = order(epoch);
        return () -> new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < order.length;
            }

            @Override
            public Batch next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("the epoch has " + batchesPerEpoch() + " batches");
                }
                int from = next;
                int size = Math.min(batchSize, order.length - from);
                next += size;
                return new Batch(dataset, order, from, size);
            }
        };
    }

    /** The epoch's permutation of 0 … size − 1: Fisher and Yates's shuffle (Knuth, TAOCP 2, §3.4.2, algorithm P). */
    private int[] order(int epoch) {
        int[] order = new int[dataset.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        if (shuffle) {
            SplitMix64 random = SplitMix64.stream(seed, epoch);
            for (int i = order.length - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                int swapped = order[i];
                order[i] = order[j];
                order[j] = swapped;
            }
        }
        return order;
    }
}
