package org.clgrad.nn.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompressedInputTest {
    private static final int ALLOWED = 16 << 20;

    @TempDir
    Path folder;

    @Test
    void aBombIsNotUnpacked() throws IOException {
        Path bomb = Files.write(folder.resolve("bomb"), IdxFileTest.gzip(new byte[2 * ALLOWED]));
        long[] given = new long[1];
        assertThat(Rejection.of(bomb, () -> CompressedInput.read(bomb, in -> given[0] = skipAll(in, given))))
                .contains("gzip data expands to more than 100 times its size");
        assertThat(given[0]).isLessThanOrEqualTo(ALLOWED);
    }

    @Test
    void whatIsSmallMayExpandAsItLikesAndPlainFilesAreNotBounded() throws IOException {
        Path zeros = Files.write(folder.resolve("zeros"), IdxFileTest.gzip(new byte[ALLOWED]));
        assertThat(CompressedInput.<Long>read(zeros, in -> skipAll(in, new long[1])))
                .isEqualTo(ALLOWED);
        Path plain = Files.write(folder.resolve("plain"), new byte[ALLOWED + 1]);
        assertThat(CompressedInput.<Long>read(plain, in -> skipAll(in, new long[1])))
                .isEqualTo(ALLOWED + 1);
    }

    /** Reads to the end, and keeps count on the way. */
    private static long skipAll(InputStream in, long[] count) throws IOException {
        byte[] buffer = new byte[1 << 13];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            count[0] += read;
        }
        return count[0];
    }
}
