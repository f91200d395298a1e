package org.clgrad.nn.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.clgrad.nn.data.SharedFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishedDatasetTest {
    @TempDir
    Path folder;

    @Test
    void everySetHasAName() {
        assertThat(PublishedDataset.values())
                .allSatisfy(set -> assertThat(PublishedDataset.named(set.id())).hasValue(set));
        assertThat(PublishedDataset.named("imagenet")).isEmpty();
    }

    @Test
    void theTableOfMnistIsThatOfTheFilesThemselves() throws IOException {
        Path shared = SharedFiles.require("data/mnist", "comparing the digests of MNIST");
        assertThat(PublishedDataset.MNIST.files().seemToBeIn(shared)).isTrue();
        for (PublishedFile file : PublishedDataset.MNIST.files().files()) {
            try (FileChannel channel = FileChannel.open(shared.resolve(file.name()))) {
                assertThat(PartFile.sha256(channel)).as(file.name()).isEqualTo(file.sha256());
            }
        }
    }

    @Test
    void aSetIsHereIfAllItsFilesHaveTheirSizes() throws IOException {
        String digest = "0".repeat(64);
        PublishedFiles files = new PublishedFiles(
                "two",
                List.of(URI.create("https://host/")),
                List.of(new PublishedFile("a", 1, digest), new PublishedFile("b", 2, digest)));
        assertThat(files.sizeBytes()).isEqualTo(3);
        Files.write(folder.resolve("a"), new byte[1]);
        assertThat(files.seemToBeIn(folder)).isFalse();
        Files.write(folder.resolve("b"), new byte[1]);
        assertThat(files.seemToBeIn(folder)).isFalse();
        Files.write(folder.resolve("b"), new byte[2]);
        assertThat(files.seemToBeIn(folder)).isTrue();
    }

    @Test
    void namesThatLeadElsewhereAndMirrorsThatAreNoFoldersAreRefused() {
        for (String name : List.of("../a", "a/b", ".hidden", "")) {
            assertThatThrownBy(() -> new PublishedFile(name, 1, "0".repeat(64)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        for (String mirror : List.of("ftp://host/", "https://host/file", "file:///tmp/", "https:///a/")) {
            assertThatThrownBy(() -> PublishedDataset.MNIST.files().at(List.of(URI.create(mirror))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("mnist: expected http[s]://host/folder/");
        }
    }
}
