package org.clgrad.nn.download;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.clgrad.nn.data.DataException;

/**
 * Keeps other processes from downloading to a folder. The lock is on a file of its own, which stays there when it is
 * given back: whoever deleted it could delete the one that the next process has just locked. The system gives the lock
 * back when a process ends, however it ends.
 */
final class FolderLock implements Closeable {
    private static final String NAME = ".lock";

    private final Path folder;
    private final FileChannel channel;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Waits until no other process has the lock, and takes it.
     *
     * @param waiting is called if there is one to wait for
     * @throws DataException if the folder cannot be written, or another thread of this process has the lock
     */
    static FolderLock take(Path folder, Runnable waiting) {
        try {
            FileChannel channel =
                    FileChannel.open(folder.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                FileLock lock = channel.tryLock();
                if (lock == null) {
                    waiting.run();
                    channel.lock();
                }
                return new FolderLock(folder, channel);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (OverlappingFileLockException e) {
            throw new DataException(folder, "another thread of this program is downloading to it", e);
        } catch (IOException e) {
            throw DataException.of(folder, "cannot be locked", e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw DataException.of(folder, "cannot be unlocked", e);
        }
    }
}
