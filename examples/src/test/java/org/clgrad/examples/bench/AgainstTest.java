package org.clgrad.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AgainstTest {
    @TempDir
    private Path folder;

    @Test
    void libtorchIsTwoPeersAndNoneIsNamedTwice() throws IOException {
        Path classPath = Files.writeString(folder.resolve("peers-classpath"), "a.jar\n");
        assertThat(Against.of("openblas, libtorch,openblas").peers(classPath, 2))
                .extracting(Peer::name)
                .containsExactly("openblas", "libtorch", "libtorch-malloc");
    }

    @Test
    void anUnknownNameIsRefusedWithWhatThereIs() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Against.of("libtorch,tensorflow"))
                .withMessage("nothing to compare with is called \"tensorflow\"; there are: libtorch, openblas");
        assertThatIllegalArgumentException().isThrownBy(() -> Against.of(""));
        assertThatIllegalArgumentException().isThrownBy(() -> Against.of("libtorch,"));
    }

    @Test
    void aMissingBuildIsToldWithHowToMakeIt() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Against.of("openblas").peers(folder.resolve("none"), 2))
                .withMessageContaining("-Ppeers");
    }
}
