package org.clgrad.examples;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clgrad.examples.doctor.Checkup;
import org.clgrad.examples.doctor.Finding;
import org.clgrad.examples.doctor.Status;
import org.clgrad.examples.doctor.Subject;

/** Tells what a checkup finds, a line for each operation and more for what is wrong; and how far it is. */
final class CheckupText implements Checkup.Listener {
    private static final String LINE = "%-12s %s%n";

    private final PrintWriter out;
    private final Optional<ProgressLine> progress;

    /**
     * @param out where findings go
     * @param progress where it is shown how far it is, if anywhere
     */
    CheckupText(PrintWriter out, Optional<ProgressLine> progress) {
        this.out = out;
        this.progress = progress;
    }

    @Override
    public void checking(Subject subject, int number, int total) {
        long percent = 100L * number / total;
        progress.filter(ProgressLine::isDue)
                .ifPresent(line -> line.show("checking" + line.bar(percent) + " " + percent + "%  " + subject));
    }

    @Override
    public void checked(String operation, List<Finding> findings) {
        progress.ifPresent(ProgressLine::clear);
        Map<String, Status> worst = new LinkedHashMap<>();
        findings.forEach(finding -> worst.merge(finding.dtype(), finding.status(), Status::together));
        List<String> passed = worst.keySet().stream()
                .filter(dtype -> worst.get(dtype) == Status.PASSED)
                .toList();
        if (!passed.isEmpty()) {
            out.printf(LINE, Status.PASSED, operation + " " + String.join(" ", passed));
        }
        for (Finding finding : findings) {
            boolean noneDoes = worst.get(finding.dtype()) == Status.UNSUPPORTED;
            if (finding.status() == Status.UNSUPPORTED ? noneDoes : finding.status() != Status.PASSED) {
                tell(finding);
            }
        }
        out.flush();
    }

    private void tell(Finding finding) {
        String subject = finding.operation() + " " + finding.dtype() + " by " + finding.variant();
        out.printf(LINE, finding.status(), subject + ": " + finding.message());
        if (!finding.shapes().isEmpty()) {
            String which = finding.status() == Status.FAILED ? "smallest: " : "with: ";
            out.printf(LINE, "", which + finding.shapes());
        }
    }
}
