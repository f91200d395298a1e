package org.clgrad.nn.download;

import java.io.IOException;

/** A mirror that answers, but not with what it was asked for; asking it again would not help. */
final class MirrorException extends IOException {
    private static final long serialVersionUID = 1;

    MirrorException(String message) {
        super(message);
    }
}
