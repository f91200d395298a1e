package org.clgrad.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.clgrad.engine.routine.Capabilities;
import org.clgrad.engine.routine.Machine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Choosing among devices that are made up, so that there can be any number of any type. */
final class DevicesTest {
    private static final Capabilities ANY = new Capabilities(Machine.GPU, 1, 1, 1, 1, 1, true, true, true, 1, 1);
    private static final DeviceProperties PROPERTIES =
            new DeviceProperties("V", "", "OpenCL 1.2", "OpenCL C 1.2", 0, 0, true, 0, false, false, false);

    private final List<String> loaded = new ArrayList<>();

    private final Devices devices = devices(
            List.of(
                    device("Xeon w5", DeviceType.CPU, "Intel OpenCL"),
                    device("Arc A770", DeviceType.GPU, "Intel OpenCL Graphics"),
                    device("RTX 3080", DeviceType.GPU, "CUDA"),
                    device("RTX 3080", DeviceType.GPU, "CUDA"),
                    device("RTX 3080 Ti", DeviceType.GPU, "CUDA"),
                    device("Versal AI", DeviceType.ACCELERATOR, "AMD")),
            Map.of());

    private record Made(String name, DeviceType type, String platform) {
        DeviceInfo through(String binding, int driver) {
            return new DeviceInfo(name, type, platform, binding, "1." + driver, ANY, PROPERTIES, limits -> {
                throw new AssertionError("opened");
            });
        }
    }

    private static Made device(String name, DeviceType type, String platform) {
        return new Made(name, type, platform);
    }

    /** What all bindings find but those that find something of their own. */
    private Devices devices(List<Made> found, Map<String, List<Made>> others) {
        DeviceProvider openCl = new DeviceProvider() {
            @Override
            public List<String> bindings() {
                return List.of("lwjgl", "jocl");
            }

            @Override
            public Discovery discover(String binding) {
                loaded.add(binding);
                List<Made> own = others.getOrDefault(binding, found);
                return new Discovery(
                        own.stream().map(device -> device.through(binding, 0)).toList(),
                        List.of("one driver is broken"));
            }
        };
        DeviceProvider java = new DeviceProvider() {
            @Override
            public List<String> bindings() {
                return List.of("java");
            }

            @Override
            public Discovery discover(String binding) {
                return new Discovery(
                        List.of(device("host", DeviceType.HOST, "Java").through(binding, 0)), List.of());
            }
        };
        return Devices.of(List.of(java, openCl));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "0           | Xeon w5     | Intel OpenCL",
                "3           | RTX 3080    | CUDA",
                "6           | host        | Java",
                "gpu         | Arc A770    | Intel OpenCL Graphics",
                "CPU         | Xeon w5     | Intel OpenCL",
                "accelerator | Versal AI   | AMD",
                "host        | host        | Java",
                "rtx         | RTX 3080    | CUDA",
                "rtx 3080 ti | RTX 3080 Ti | CUDA",
                "3080 t      | RTX 3080 Ti | CUDA",
                "intel       | Arc A770    | Intel OpenCL Graphics",
                "amd         | Versal AI   | AMD",
                "a           | Arc A770    | Intel OpenCL Graphics",
            })
    void oneTextMeansOneDevice(String text, String name, String platform) {
        DeviceInfo chosen = devices.choose(DeviceRequest.of(text));
        assertThat(chosen.name()).isEqualTo(name);
        assertThat(chosen.platform()).isEqualTo(platform);
    }

    @Test
    void nothingInParticularIsTheFirstGpu() {
        assertThat(devices.choose(DeviceRequest.any()).name()).isEqualTo("Arc A770");
        assertThat(loaded).as("bindings that were loaded").containsExactly("lwjgl");
    }

    @Test
    void aBindingIsThatOneAndForTheHostNone() {
        assertThat(devices.choose(DeviceRequest.of("3").through("jocl")).binding())
                .isEqualTo("jocl");
        assertThat(devices.choose(DeviceRequest.any().through("jocl")).binding())
                .isEqualTo("jocl");
        assertThat(devices.choose(DeviceRequest.of("host").through("jocl")).binding())
                .isEqualTo("java");
        assertThat(devices.choose(DeviceRequest.of("6").through("jocl")).binding())
                .isEqualTo("java");
        assertThatExceptionOfType(DeviceNotFoundException.class)
                .isThrownBy(() -> devices.choose(DeviceRequest.any().through("cuda")))
                .withMessage("no binding 'cuda'; there is: lwjgl, jocl, java");
    }

    @Test
    void theHostDoesWhereThereIsNothingElse() {
        Devices none = devices(List.of(), Map.of());
        assertThat(none.choose(DeviceRequest.any()).name()).isEqualTo("host");
        assertThat(none.choose(DeviceRequest.of("0")).name()).isEqualTo("host");
        assertThatExceptionOfType(DeviceNotFoundException.class)
                .isThrownBy(() -> none.choose(DeviceRequest.any().through("lwjgl")))
                .withMessageContaining("no device through lwjgl; there is: 0 host (host; Java; java)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "99999999999999999999", "radeon", "hos", "java"})
    void whatIsNotThereIsAnErrorThatListsWhatThereIs(String text) {
        assertThatExceptionOfType(DeviceNotFoundException.class)
                .isThrownBy(() -> devices.choose(DeviceRequest.of(text)))
                .withMessageStartingWith("no device '")
                .withMessageContaining("; there is: 0 Xeon w5 (cpu; Intel OpenCL; lwjgl, jocl), 1 Arc A770 (gpu; ")
                .withMessageContaining("6 host (host; Java; java)")
                .withMessageEndingWith("(lwjgl, jocl: one driver is broken)");
    }

    @Test
    void eachDeviceIsListedOnceWhateverItsBindings() {
        Devices differing = devices(
                List.of(device("A", DeviceType.GPU, "P"), device("A", DeviceType.GPU, "P")),
                Map.of("jocl", List.of(device("B", DeviceType.GPU, "Q"), device("A", DeviceType.GPU, "P"))));
        assertThat(differing.listed())
                .extracting(ListedDevice::toString)
                .containsExactly(
                        "0 A (gpu; P; lwjgl, jocl)",
                        "1 A (gpu; P; lwjgl)",
                        "2 B (gpu; Q; jocl)",
                        "3 host (host; Java; java)");
    }

    @Test
    void theEnvironmentSaysTheSameInTheSameWords() {
        DeviceRequest environment = DeviceRequest.environment(
                Map.of("CLGRAD_DEVICE", "rtx", "CLGRAD_BINDING", "jocl", "CLGRAD_LIMIT", "workGroup=64"));
        assertThat(environment)
                .isEqualTo(DeviceRequest.of("rtx").through("jocl").limitedTo("workGroup=64"));
        assertThat(DeviceRequest.environment(Map.of("CLGRAD_DEVICE", " "))).isEqualTo(DeviceRequest.any());
        assertThat(DeviceRequest.of("0").orElse(environment))
                .isEqualTo(DeviceRequest.of("0").through("jocl").limitedTo("workGroup=64"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DeviceRequest.environment(Map.of("CLGRAD_LIMIT", "workGroup=many")))
                .withMessageStartingWith("CLGRAD_LIMIT: workGroup: expected a whole number");
        assertThatIllegalArgumentException().isThrownBy(() -> DeviceRequest.of(" "));
    }
}
