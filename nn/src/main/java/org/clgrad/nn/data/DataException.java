package org.clgrad.nn.data;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Data that is missing, damaged, or not what it was taken for.
 *
 * <p>The message is always one line fit to show to a user: file, what was expected, what was found. Parts of it come
 * from the file itself, so control characters in it are escaped.
 */
public final class DataException extends RuntimeException {

    /** A problem with data that did not come from a file. */
    public DataException(String message) {
        super(oneLine(message));
    }

    /** A problem with {@code file}; the message is its path, a colon, and {@code problem}. */
    public DataException(Path file, String problem) {
        super(oneLine(file + ": " + problem));
    }

    /** A problem with {@code file} that another exception reported. */
    public DataException(Path file, String problem, Throwable cause) {
        super(oneLine(file + ": " + problem), cause);
    }

    /**
     * A file that the operating system would not let be read or written.
     *
     * @param file the file
     * @param failed what went wrong, like {@code "cannot be read"}
     * @param e why; the exceptions of {@link java.nio.file} have the path for a message, so their reason is taken
     */
    public static DataException of(Path file, String failed, IOException e) {
        String reason = e.getMessage();
        if (e instanceof NoSuchFileException) {
            reason = "no such file";
        } else if (e instanceof AccessDeniedException) {
            reason = "permission denied";
        } else if (e instanceof FileSystemException fileSystem && fileSystem.getReason() != null) {
            reason = fileSystem.getReason();
        }
        return new DataException(file, failed + ": " + reason, e);
    }

    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // LINE SEPARATOR and PARAGRAPH SEPARATOR end a line too, without being control characters.
            if (Character.isISOControl(c) || c == 0x2028 || c == 0x2029) {
                line.append(String.format("\\u%04x", (int) c));
            } else {
                line.append(c);
            }
        }
        return line.toString();
    }
}
