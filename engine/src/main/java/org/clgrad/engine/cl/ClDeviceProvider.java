package org.clgrad.engine.cl;

import static org.clgrad.engine.cl.binding.Cl.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.clgrad.engine.CacheFolder;
import org.clgrad.engine.DeviceInfo;
import org.clgrad.engine.DeviceProperties;
import org.clgrad.engine.DeviceProvider;
import org.clgrad.engine.DeviceType;
import org.clgrad.engine.InstalledKernels;
import org.clgrad.engine.cache.ProgramCache;
import org.clgrad.engine.cl.binding.ClBinding;
import org.clgrad.engine.cl.binding.ClException;
import org.clgrad.engine.cl.binding.ClHandle;
import org.clgrad.engine.quarantine.Quarantine;
import org.clgrad.engine.quarantine.QuarantineFile;
import org.clgrad.engine.routine.Capabilities;
import org.clgrad.engine.routine.Tuning;
import org.clgrad.engine.tuning.MeasuredTuning;
import org.clgrad.engine.tuning.TuningTarget;
import org.clgrad.engine.tuning.UserTuning;
import org.clgrad.kernels.KernelCatalog;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds OpenCL devices over all platforms, through each binding on the class path. */
public final class ClDeviceProvider implements DeviceProvider {
    private final List<ClBinding> installed;
    private final Supplier<ProgramCache> programs;
    private final Optional<CacheFolder> known;
    private final OptionalInt partUnits;
    private @Nullable KernelCatalog kernels;

    private static final Logger log = LoggerFactory.getLogger(ClDeviceProvider.class);

    /** Through the bindings on the class path, with the kernels of this process and what is in the user's cache. */
    public ClDeviceProvider() {
        this.installed = List.copyOf(ClBinding.installed());
        this.programs = ProgramCache::ofUser;
        this.known = Optional.of(CacheFolder.ofUser());
        this.partUnits = OptionalInt.empty();
    }

    /** Through these bindings, with kernels from that catalog, which are built anew by each process. */
    public ClDeviceProvider(List<ClBinding> bindings, KernelCatalog kernels) {
        this(bindings, kernels, ProgramCache::none);
    }

    /** Through these bindings, with kernels from that catalog; each device asks for the cache when it is opened. */
    public ClDeviceProvider(List<ClBinding> bindings, KernelCatalog kernels, Supplier<ProgramCache> programs) {
        this(bindings, kernels, programs, OptionalInt.empty());
    }

    private ClDeviceProvider(
            List<ClBinding> bindings, KernelCatalog kernels, Supplier<ProgramCache> programs, OptionalInt partUnits) {
        this.installed = List.copyOf(bindings);
        this.programs = programs;
        this.known = Optional.empty();
        this.partUnits = partUnits;
        this.kernels = kernels;
    }

    /**
     * Instead of whole devices finds their parts, of so many compute units each, which are devices of their own ({@code
     * clCreateSubDevices}). A device that cannot be split is a problem.
     */
    public static ClDeviceProvider ofParts(List<ClBinding> bindings, KernelCatalog kernels, int computeUnits) {
        return new ClDeviceProvider(bindings, kernels, ProgramCache::none, OptionalInt.of(computeUnits));
    }

    /** Read when the first device is opened: devices can be listed where a user's kernel is wrong. */
    private synchronized KernelCatalog kernels() {
        if (kernels == null) {
            kernels = InstalledKernels.read();
        }
        return kernels;
    }

    @Override
    public List<String> bindings() {
        return installed.stream().map(ClBinding::name).toList();
    }

    @Override
    public Discovery discover(String binding) {
        return installed.stream()
                .filter(cl -> cl.name().equals(binding))
                .findFirst()
                .map(this::discover)
                .orElseThrow(() -> new IllegalArgumentException("no binding '" + binding + "'"));
    }

    private Discovery discover(ClBinding cl) {
        List<DeviceInfo> devices = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        Optional<String> unavailable = cl.unavailableReason();
        if (unavailable.isPresent()) {
            problems.add(unavailable.get());
            return new Discovery(devices, problems);
        }
        List<ClHandle.Platform> platforms =
                attempt("the OpenCL loader", cl::platforms, problems).orElse(List.of());
        if (platforms.isEmpty() && problems.isEmpty()) {
            problems.add("the OpenCL loader knows no platform");
        }
        IcdFolder.current().ifPresent(icd -> problems.addAll(icd.problems(platforms.size())));
        platforms.forEach(platform -> discover(cl, platform, devices, problems));
        return new Discovery(devices, problems);
    }

    private void discover(ClBinding cl, ClHandle.Platform platform, List<DeviceInfo> devices, List<String> problems) {
        Optional<String> name = attempt("a platform", () -> cl.platformString(platform, CL_PLATFORM_NAME), problems);
        if (name.isEmpty()) {
            return;
        }
        String what = "platform '" + name.get() + "'";
        Optional<List<ClHandle.Device>> found = attempt(what, () -> cl.devices(platform), problems);
        if (found.filter(List::isEmpty).isPresent()) {
            problems.add(what + " has no device");
        }
        for (ClHandle.Device device : found.orElse(List.of())) {
            Optional<Optional<String>> obstacle = attempt("a device of " + what, () -> obstacle(cl, device), problems);
            obstacle.flatMap(Function.identity()).ifPresent(why -> problems.add(why + " (" + what + ")"));
            if (obstacle.filter(Optional::isEmpty).isPresent()) {
                attempt("a device of " + what, () -> infos(cl, platform, name.get(), device), problems)
                        .ifPresent(devices::addAll);
            }
        }
    }

    /** Why a device is of no use now, if so. */
    private static Optional<String> obstacle(ClBinding cl, ClHandle.Device device) {
        String name = "device '" + cl.deviceString(device, CL_DEVICE_NAME).strip() + "'";
        if (cl.deviceInt(device, CL_DEVICE_AVAILABLE) == 0) {
            return Optional.of(name + " is not available");
        }
        return cl.deviceInt(device, CL_DEVICE_COMPILER_AVAILABLE) == 0
                ? Optional.of(name + " has no compiler")
                : Optional.empty();
    }

    private List<DeviceInfo> infos(
            ClBinding cl, ClHandle.Platform platform, String platformName, ClHandle.Device device) {
        String name = cl.deviceString(device, CL_DEVICE_NAME).strip();
        if (partUnits.isEmpty()) {
            return List.of(info(cl, platform, platformName, device, name, DeviceParts.whole(device)));
        }
        DeviceParts parts = new DeviceParts(cl, device, partUnits.getAsInt());
        return parts.map((part, handle) ->
                info(cl, platform, platformName, handle, name + " part " + (part + 1), parts.part(part)));
    }

    /** One broken driver must not hide the devices of the others, whatever it answers or fails to. */
    private static <T> Optional<T> attempt(String what, Supplier<T> question, List<String> problems) {
        try {
            return Optional.of(question.get());
        } catch (ClException e) {
            problems.add(what + " failed: " + e.getMessage());
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            problems.add(what + " gave an answer that makes no sense: " + e.getMessage());
        }
        return Optional.empty();
    }

    private DeviceInfo info(
            ClBinding cl,
            ClHandle.Platform platform,
            String platformName,
            ClHandle.Device device,
            String name,
            DeviceParts.Opening opening) {
        String driver = cl.deviceString(device, CL_DRIVER_VERSION);
        Capabilities whole = ClCapabilities.of(cl, device);
        DeviceType type = ClCapabilities.type(cl, device);
        DeviceProperties properties = ClProperties.of(cl, device);
        return new DeviceInfo(
                name,
                type,
                platformName,
                cl.name(),
                driver,
                whole,
                properties,
                limits -> opening.open((handle, afterClosing) -> new ClDevice(
                        cl,
                        handle,
                        name,
                        limits.narrow(whole),
                        kernels(),
                        tuning(
                                name,
                                platformName,
                                driver,
                                type,
                                TuningTarget.of(name, type, properties, whole, limits)),
                        cache(cl, platform, handle),
                        afterClosing)));
    }

    /** A program is good for the device and driver it was built by; PoCL tells its compiler with the platform only. */
    private DeviceCache cache(ClBinding cl, ClHandle.Platform platform, ClHandle.Device device) {
        String name = cl.deviceString(device, CL_DEVICE_NAME).strip();
        String identity = String.join(
                ", ",
                name,
                cl.platformString(platform, CL_PLATFORM_NAME),
                cl.platformString(platform, CL_PLATFORM_VERSION),
                cl.deviceString(device, CL_DRIVER_VERSION));
        return new DeviceCache(programs.get(), name, identity);
    }

    /** What is known of a device; that variants are passed over is said, since it may make training slower. */
    private Tuning tuning(String name, String platform, String driver, DeviceType type, TuningTarget target) {
        if (known.isEmpty()) {
            return Tuning.defaults();
        }
        QuarantineFile file = QuarantineFile.of(known.get(), name, platform, driver);
        Quarantine quarantine = file.read().inForce(kernels());
        if (!quarantine.held().isEmpty()) {
            log.warn(
                    "{}: in quarantine and passed over: {}; see {}; {}",
                    name,
                    quarantine.held().stream().map(Quarantine.Held::variant).collect(Collectors.joining(", ")),
                    file.path().orElseThrow(),
                    Quarantine.TO_LIFT);
        }
        return quarantine.over(new MeasuredTuning(name, kernels(), () -> UserTuning.of(type, target)));
    }
}
