package org.clgrad.engine.cl;

import java.util.ArrayList;
import java.util.List;
import org.clgrad.engine.cl.binding.ClBinding;
import org.clgrad.engine.cl.binding.ClHandle;

/**
 * A device split into equal parts. Handles of parts are counted, so the device is split each time that one is needed: to
 * look at the parts, and again for each part that is opened, whose handle lives until it is closed.
 */
final class DeviceParts {
    /** Opens a device by a handle. */
    @FunctionalInterface
    interface Opener {
        /** @param afterClosing is to be run when the handle is not needed any more */
        ClDevice open(ClHandle.Device handle, Runnable afterClosing);
    }

    /** Sees to the handle by which a device is opened. */
    @FunctionalInterface
    interface Opening {
        ClDevice open(Opener opener);
    }

    /** Something to be done with each part's number and handle. */
    @FunctionalInterface
    interface Look<T> {
        T at(int number, ClHandle.Device handle);
    }

    private final ClBinding cl;
    private final ClHandle.Device whole;
    private final int computeUnits;

    /** @param computeUnits those of a part */
    DeviceParts(ClBinding cl, ClHandle.Device whole, int computeUnits) {
        this.cl = cl;
        this.whole = whole;
        this.computeUnits = computeUnits;
    }

    /** The opening of a device that is not split; its handle is good for as long as the process lives. */
    static Opening whole(ClHandle.Device device) {
        return opener -> opener.open(device, () -> {});
    }

    /** Looks at each part; the handles are good for as long as that takes. */
    <T> List<T> map(Look<T> look) {
        List<ClHandle.Device> parts = cl.createSubDevices(whole, computeUnits);
        Closer closer = new Closer();
        List<T> seen = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            int number = i;
            closer.run(() -> seen.add(look.at(number, parts.get(number))));
        }
        parts.forEach(part -> closer.run(() -> cl.release(part)));
        closer.end();
        return seen;
    }

    /** The opening of a part, numbered from 0. */
    Opening part(int number) {
        return opener -> {
            List<ClHandle.Device> parts = new ArrayList<>(cl.createSubDevices(whole, computeUnits));
            ClHandle.Device part = parts.remove(number);
            Runnable release = () -> cl.release(part);
            try {
                parts.forEach(cl::release);
                return opener.open(part, release);
            } catch (RuntimeException e) {
                new Closer(e).run(release);
                throw e;
            }
        };
    }
}
