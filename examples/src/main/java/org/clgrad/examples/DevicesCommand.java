package org.clgrad.examples;

import java.io.PrintWriter;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.clgrad.engine.Devices;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the devices; like grep, it ends with status 1 where it finds none, the host not counted. */
@Command(
        name = "devices",
        description = "List the devices there are; ends with status 1 if none of them is an OpenCL device.",
        mixinStandardHelpOptions = true,
        synopsisHeading = "usage: ",
        optionListHeading = "%n",
        sortOptions = false)
final class DevicesCommand implements Callable<Integer> {
    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        Devices devices = Devices.discover();
        OptionalInt ask = common.runWithOpenClFound(devices);
        if (ask.isPresent()) {
            return ask.getAsInt();
        }
        PrintWriter out = spec.commandLine().getOut();
        devices.all().forEach(out::println);
        devices.problems().forEach(problem -> out.println("not there: " + problem));
        out.flush();
        return devices.anyOpenCl() ? 0 : Main.FAILED;
    }
}
