package org.clgrad.examples;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clgrad.engine.CapabilityLimits;
import org.clgrad.engine.DeviceInfo;
import org.clgrad.engine.DeviceProperties;
import org.clgrad.engine.ListedDevice;
import org.clgrad.engine.bench.Roofline;
import org.clgrad.engine.routine.Capabilities;

/**
 * What there is to say of devices, as a table, at length, or in JSON.
 *
 * @param rows the devices
 * @param problems what is not there, and why, a line each
 */
record DeviceReport(List<Row> rows, List<String> problems) {
    private static final String UNKNOWN = "-";

    /**
     * One device.
     *
     * @param device the device
     * @param limits what of it may be used
     * @param measured its speed, if it was measured
     */
    record Row(ListedDevice device, CapabilityLimits limits, Optional<Roofline> measured) {
        Capabilities capabilities() {
            return limits.narrow(device.info().capabilities());
        }
    }

    // ---- Text

    /** A line for each device, and one for each problem. */
    List<String> table() {
        boolean measured = rows.stream().anyMatch(row -> row.measured().isPresent());
        List<String> titles = new ArrayList<>(List.of(
                "#",
                "type",
                "memory",
                "buffer",
                "units",
                "MHz",
                "local",
                "group",
                "fp16",
                "fp64",
                "subgroups",
                "shared"));
        if (measured) {
            titles.addAll(List.of("copy GB/s", "fma GFLOP/s"));
        }
        titles.addAll(List.of("through", "device"));
        TextTable table = new TextTable(titles.toArray(String[]::new));
        rows.forEach(row -> table.row(cells(row, measured)));
        List<String> lines = new ArrayList<>(table.lines());
        lines.addAll(problemLines());
        return lines;
    }

    private static String[] cells(Row row, boolean measured) {
        DeviceInfo info = row.device().info();
        Capabilities can = row.capabilities();
        List<String> cells = new ArrayList<>(List.of(
                Integer.toString(row.device().number()),
                info.type().word(),
                Quantity.bytes(can.globalMemoryBytes()),
                Quantity.bytes(can.maxAllocationBytes()),
                Integer.toString(can.computeUnits()),
                clock(info.properties()),
                Quantity.bytes(can.localMemoryBytes()),
                Long.toString(can.maxWorkGroupSize()),
                Quantity.yes(info.properties().fp16()),
                Quantity.yes(can.fp64()),
                Quantity.yes(info.properties().subGroups()),
                Quantity.yes(can.unifiedMemory())));
        if (measured) {
            cells.add(row.measured()
                    .map(speed -> Quantity.billions(speed.copyBytesPerSecond()))
                    .orElse(UNKNOWN));
            cells.add(row.measured()
                    .map(speed -> Quantity.billions(speed.fmaFlopsPerSecond()))
                    .orElse(UNKNOWN));
        }
        cells.add(String.join(", ", row.device().bindings()));
        cells.add(info.name() + " (" + info.platform() + ", driver " + info.driver() + ")");
        return cells.toArray(String[]::new);
    }

    private static String clock(DeviceProperties properties) {
        return properties.clockMegahertz() == 0 ? UNKNOWN : Integer.toString(properties.clockMegahertz());
    }

    /** All that is known of each device, a line for each property. */
    List<String> details() {
        List<String> lines = new ArrayList<>();
        for (Row row : rows) {
            DeviceInfo info = row.device().info();
            DeviceProperties properties = info.properties();
            Capabilities can = row.capabilities();
            lines.add(row.device().number() + " " + info.name());
            detail(lines, "type", info.type().word() + ", kernels for " + can.machine());
            detail(lines, "platform", info.platform());
            detail(lines, "vendor", properties.vendor());
            detail(lines, "driver", info.driver());
            detail(lines, "version", properties.version());
            detail(lines, "language", properties.language().isEmpty() ? UNKNOWN : properties.language());
            detail(lines, "through", String.join(", ", row.device().bindings()));
            if (!row.limits().isNone()) {
                detail(lines, "limited to", row.limits().toString());
            }
            detail(lines, "memory", Quantity.bytes(can.globalMemoryBytes()) + shared(can));
            detail(lines, "largest buffer", Quantity.bytes(can.maxAllocationBytes()));
            detail(lines, "cache", properties.cacheBytes() == 0 ? UNKNOWN : Quantity.bytes(properties.cacheBytes()));
            detail(lines, "local memory", Quantity.bytes(can.localMemoryBytes()) + dedicated(info));
            detail(lines, "work-group", "at most " + can.maxWorkGroupSize() + " work-items");
            detail(lines, "compute units", can.computeUnits() + ", at " + clock(properties) + " MHz at most");
            detail(lines, "vector", can.preferredVector() + " floats");
            detail(lines, "lanes in step", properties.lanes() == 0 ? UNKNOWN : Integer.toString(properties.lanes()));
            detail(lines, "fp16", Quantity.yes(properties.fp16()));
            detail(lines, "fp64", Quantity.yes(can.fp64()));
            detail(lines, "denormals", Quantity.yes(can.denormals()));
            detail(lines, "sub-groups", Quantity.yes(properties.subGroups()));
            detail(lines, "images", Quantity.yes(properties.images()) + " (not needed)");
            row.measured().ifPresent(speed -> {
                detail(lines, "copy", Quantity.billions(speed.copyBytesPerSecond()) + " GB/s, read and written");
                detail(lines, "fma", Quantity.billions(speed.fmaFlopsPerSecond()) + " GFLOP/s, fp32");
            });
        }
        lines.addAll(problemLines());
        return lines;
    }

    private static void detail(List<String> lines, String name, String value) {
        lines.add(String.format("  %-15s %s", name, value));
    }

    private static String shared(Capabilities can) {
        return can.unifiedMemory() ? ", shared with the host" : "";
    }

    private static String dedicated(DeviceInfo info) {
        return info.properties().localMemoryDedicated() ? ", memory of its own" : "";
    }

    private List<String> problemLines() {
        return problems.stream().map(problem -> "not there: " + problem).toList();
    }

    // ---- JSON

    /** One JSON object: {@code devices}, a list of objects, and {@code problems}, a list of texts. */
    String json() {
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.beginObject().name("devices").beginArray();
            for (Row row : rows) {
                write(json, row);
            }
            json.endArray().name("problems").beginArray();
            for (String problem : problems) {
                json.value(problem);
            }
            json.endArray().endObject();
        } catch (IOException e) {
            throw new AssertionError("a StringWriter does not fail", e);
        }
        return text.toString();
    }

    private static void write(JsonWriter json, Row row) throws IOException {
        DeviceInfo info = row.device().info();
        DeviceProperties properties = info.properties();
        Capabilities can = row.capabilities();
        json.beginObject();
        json.name("number").value(row.device().number());
        json.name("name").value(info.name());
        json.name("type").value(info.type().word());
        json.name("platform").value(info.platform());
        json.name("vendor").value(properties.vendor());
        json.name("driver").value(info.driver());
        json.name("version").value(properties.version());
        json.name("language").value(properties.language());
        json.name("bindings").beginArray();
        for (String binding : row.device().bindings()) {
            json.value(binding);
        }
        json.endArray();
        json.name("memoryBytes").value(can.globalMemoryBytes());
        json.name("largestBufferBytes").value(can.maxAllocationBytes());
        json.name("unifiedMemory").value(can.unifiedMemory());
        json.name("cacheBytes").value(properties.cacheBytes());
        json.name("localMemoryBytes").value(can.localMemoryBytes());
        json.name("localMemoryDedicated").value(properties.localMemoryDedicated());
        json.name("workGroupSize").value(can.maxWorkGroupSize());
        json.name("computeUnits").value(can.computeUnits());
        json.name("clockMegahertz").value(properties.clockMegahertz());
        json.name("vectorFloats").value(can.preferredVector());
        json.name("lanes").value(properties.lanes());
        json.name("fp16").value(properties.fp16());
        json.name("fp64").value(can.fp64());
        json.name("denormals").value(can.denormals());
        json.name("subGroups").value(properties.subGroups());
        json.name("images").value(properties.images());
        if (row.measured().isPresent()) {
            json.name("copyBytesPerSecond").value(row.measured().get().copyBytesPerSecond());
            json.name("fmaFlopsPerSecond").value(row.measured().get().fmaFlopsPerSecond());
        }
        json.endObject();
    }
}
