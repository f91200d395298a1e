package org.clgrad.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README says can be typed, typed. */
class ReadmeTest {
    private static final String LEARNT = "[0, 1, 1, 0]";

    @TempDir
    Path folder;

    @Test
    void theProgramLearns() throws IOException {
        Path program = Files.writeString(folder.resolve("Xor.java"), block("java"));
        Command.Outcome outcome =
                Command.tool("java", folder, program.toString()).run();
        assertThat(outcome.status()).as("%s", outcome.err()).isZero();
        assertThat(outcome.lastLine()).contains(LEARNT);
    }

    @Test
    void theSameLearnsInJShell() throws IOException {
        Path script = Files.writeString(folder.resolve("xor.jsh"), block("jshell") + "/exit\n");
        Command.Outcome outcome =
                Command.tool("jshell", folder, script.toString()).run();
        assertThat(outcome.status()).as("%s", outcome.err()).isZero();
        assertThat(outcome.lastLine()).contains(LEARNT);
    }

    private static String block(String language) throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));
        Matcher block =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(readme);
        assertThat(block.find()).as("a block of %s in the README", language).isTrue();
        return block.group(1);
    }
}
