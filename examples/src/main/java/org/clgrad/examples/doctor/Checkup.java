package org.clgrad.examples.doctor;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clgrad.engine.check.RoutineCase;
import org.clgrad.engine.routine.Variant;
import org.jspecify.annotations.Nullable;

/** Checks subject after subject, in every variant. */
public final class Checkup {
    /** Cases of a subject: compiling is what takes time, and a kernel that is wrong is seldom right in three cases. */
    private static final int CASES = 3;
    /** Cases that are drawn for the variants into which none of the others fitted. */
    private static final int MOST_CASES = 40;

    private final CheckProcess process;
    private final Map<String, String> givenUp = new LinkedHashMap<>();

    /** Is told how it goes. */
    public interface Listener {
        /** A subject is being checked, the {@code number}-th of {@code total}, counted from 0. */
        void checking(Subject subject, int number, int total);

        /** All element types of an operation are done. */
        void checked(String operation, List<Finding> findings);
    }

    public Checkup(CheckProcess process) {
        this.process = process;
    }

    /**
     * Checks subjects. Where no process can be started any more, the rest is skipped.
     *
     * @throws CheckProcessException if none can be started at all
     */
    public List<Finding> check(List<Subject> subjects, Listener listener) {
        List<Finding> all = new ArrayList<>();
        List<Finding> ofOperation = new ArrayList<>();
        String stopped = "";
        for (int i = 0; i < subjects.size(); i++) {
            Subject subject = subjects.get(i);
            listener.checking(subject, i, subjects.size());
            try {
                ofOperation.addAll(stopped.isEmpty() ? new SubjectCheck(subject).run() : skipped(subject, stopped));
            } catch (CheckProcessException e) {
                if (i == 0) {
                    throw e;
                }
                stopped = String.valueOf(e.getMessage());
                ofOperation.addAll(skipped(subject, stopped));
            }
            boolean last =
                    i + 1 == subjects.size() || !subjects.get(i + 1).operation().equals(subject.operation());
            if (last) {
                listener.checked(subject.operation(), List.copyOf(ofOperation));
                all.addAll(ofOperation);
                ofOperation.clear();
            }
        }
        return all;
    }

    private static List<Finding> skipped(Subject subject, String why) {
        return subject.cases()
                .limit(1)
                .flatMap(any -> any.sample().routine().variants().stream())
                .map(variant -> plain(subject, variant.name(), Status.SKIPPED, 0, why))
                .toList();
    }

    /** What is known of a variant on a subject so far. */
    private static final class Tally {
        private int passed;
        private String unfit = "";
        private @Nullable Finding wrong;

        boolean isOpen(boolean further) {
            return wrong == null && !(further && passed > 0);
        }

        Finding finding(Subject subject, String variant) {
            Finding bad = wrong;
            if (bad != null) {
                return bad.after(passed);
            }
            Status status = passed > 0 ? Status.PASSED : Status.UNSUPPORTED;
            return plain(subject, variant, status, passed, passed > 0 ? "" : unfit);
        }
    }

    private static Finding plain(Subject subject, String variant, Status status, int checks, String message) {
        return new Finding(
                subject.operation(), subject.dtypeName(), variant, status, checks, message, "", "", List.of());
    }

    private final class SubjectCheck {
        private final Subject subject;
        private final Map<String, Tally> tallies = new LinkedHashMap<>();

        SubjectCheck(Subject subject) {
            this.subject = subject;
        }

        List<Finding> run() {
            Iterator<RoutineCase> cases = subject.cases().limit(MOST_CASES).iterator();
            for (int i = 0;
                    cases.hasNext() && (i < CASES || tallies.values().stream().anyMatch(t -> t.isOpen(true)));
                    i++) {
                RoutineCase routineCase = cases.next();
                for (Variant variant : routineCase.sample().routine().variants()) {
                    Tally tally = tallies.computeIfAbsent(variant.name(), v -> new Tally());
                    if (tally.isOpen(i >= CASES)) {
                        check(tally, routineCase, variant.name());
                    }
                }
            }
            return tallies.entrySet().stream()
                    .map(entry -> entry.getValue().finding(subject, entry.getKey()))
                    .toList();
        }

        private void check(Tally tally, RoutineCase routineCase, String variant) {
            String reason = givenUp.get(variant);
            if (reason != null) {
                tally.wrong = plain(subject, variant, Status.SKIPPED, 0, reason);
                return;
            }
            Answer answer = process.check(routineCase, variant);
            switch (answer.status()) {
                case PASSED -> tally.passed++;
                case UNSUPPORTED, SKIPPED -> tally.unfit = answer.message();
                case FAILED -> tally.wrong = SmallerFailure.of(subject, process, variant, routineCase, answer);
                case TIMED_OUT, CRASHED -> {
                    tally.wrong = SmallerFailure.finding(subject, variant, routineCase, answer);
                    givenUp.put(variant, "since " + subject + " " + answer.status() + " by it");
                }
            }
        }
    }
}
