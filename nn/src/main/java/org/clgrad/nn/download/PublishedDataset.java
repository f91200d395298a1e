package org.clgrad.nn.download;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.clgrad.nn.data.Cifar10;
import org.clgrad.nn.data.Mnist;
import org.clgrad.nn.data.TrainTest;

/**
 * The data sets that can be downloaded.
 *
 * <p>Sizes and digests are those of TensorFlow Datasets (github.com/tensorflow/datasets, {@code url_checksums}); the
 * digests of MNIST were compared with the files themselves.
 */
@SuppressWarnings("ImmutableEnumChecker") // neither a record of immutable lists nor a method reference changes
public enum PublishedDataset {
    /** Handwritten digits, 28 × 28: LeCun, Cortes, Burges; CC BY-SA 3.0 as usually stated. */
    MNIST(
            "MNIST",
            "mnist",
            Mnist::load,
            List.of(
                    "https://ossci-datasets.s3.amazonaws.com/mnist/",
                    "https://storage.googleapis.com/cvdf-datasets/mnist/"),
            file(
                    "train-images-idx3-ubyte.gz",
                    9_912_422,
                    "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
            file(
                    "train-labels-idx1-ubyte.gz",
                    28_881,
                    "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
            file(
                    "t10k-images-idx3-ubyte.gz",
                    1_648_877,
                    "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
            file(
                    "t10k-labels-idx1-ubyte.gz",
                    4_542,
                    "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6")),

    /** Pieces of clothing in the form of MNIST: Xiao, Rasul, Vollgraf, 2017; MIT licence. */
    FASHION_MNIST(
            "Fashion-MNIST",
            "fashion-mnist",
            Mnist::load,
            List.of(
                    "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
                    "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
                    "https://storage.googleapis.com/tensorflow/tf-keras-datasets/"),
            file(
                    "train-images-idx3-ubyte.gz",
                    26_421_880,
                    "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
            file(
                    "train-labels-idx1-ubyte.gz",
                    29_515,
                    "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
            file(
                    "t10k-images-idx3-ubyte.gz",
                    4_422_102,
                    "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
            file(
                    "t10k-labels-idx1-ubyte.gz",
                    5_148,
                    "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5")),

    /** Photographs of animals and vehicles, 32 × 32 in colour: Krizhevsky, 2009; no formal licence. */
    CIFAR10(
            "CIFAR-10",
            "cifar10",
            Cifar10::load,
            List.of(
                    "https://www.cs.toronto.edu/~kriz/",
                    "https://cave.cs.toronto.edu/kriz/",
                    "https://storage.googleapis.com/s4tf-hosted-binaries/datasets/CIFAR10/"),
            file(Cifar10.ARCHIVE, 170_052_171, "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd"));

    private final String title;
    private final Function<Path, TrainTest> reader;
    private final PublishedFiles files;

    PublishedDataset(
            String title, String id, Function<Path, TrainTest> reader, List<String> mirrors, PublishedFile... files) {
        this.title = title;
        this.reader = reader;
        this.files = new PublishedFiles(id, mirrors.stream().map(URI::create).toList(), List.of(files));
    }

    private static PublishedFile file(String name, long sizeBytes, String sha256) {
        return new PublishedFile(name, sizeBytes, sha256);
    }

    /** The one of that {@link #id}. */
    public static Optional<PublishedDataset> named(String id) {
        return Stream.of(values()).filter(set -> set.id().equals(id)).findFirst();
    }

    /** Its name for people: {@code Fashion-MNIST}. */
    public String title() {
        return title;
    }

    /** Its name for programs, folders and the command line: {@code fashion-mnist}. */
    public String id() {
        return files.name();
    }

    /** Its files, and where they can be had. */
    public PublishedFiles files() {
        return files;
    }

    /**
     * Reads it from a folder.
     *
     * @throws org.clgrad.nn.data.DataException if a file is missing or damaged
     */
    public TrainTest load(Path folder) {
        return reader.apply(folder);
    }
}
