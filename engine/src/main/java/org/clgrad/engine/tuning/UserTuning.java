package org.clgrad.engine.tuning;

import java.util.List;
import java.util.Optional;
import org.clgrad.engine.DeviceType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the user who runs this process knows of devices: the user's file, and the rows that ship. */
public final class UserTuning {
    private static final Logger log = LoggerFactory.getLogger(UserTuning.class);

    private UserTuning() {}

    /** The rows for a device; where the user's file cannot be used, which is logged, those that ship. */
    public static TuningDatabase of(DeviceType type, TuningTarget target) {
        return of(TuningFile.ofUser(), type, target);
    }

    static TuningDatabase of(Optional<TuningFile> file, DeviceType type, TuningTarget target) {
        return TuningDatabase.of(
                target, List.of(file.map(UserTuning::read).orElse(List.of()), TuningDatabase.shipped(type)));
    }

    private static List<TuningRow> read(TuningFile file) {
        try {
            return file.read();
        } catch (TuningFileException e) {
            log.warn("{}; kernels run as if it did not exist", e.getMessage());
            return List.of();
        }
    }
}
