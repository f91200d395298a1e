package org.clgrad.examples;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.clgrad.engine.CacheFolder;
import org.clgrad.nn.data.DataException;
import org.clgrad.nn.data.SampleProgress;
import org.clgrad.nn.data.TrainTest;
import org.clgrad.nn.download.Download;
import org.clgrad.nn.download.DownloadListener;
import org.clgrad.nn.download.PublishedDataset;
import org.clgrad.nn.download.PublishedFiles;

/**
 * Where a model's data comes from: the folder that the user names; else a published data set from the user's cache
 * folder, into which it is downloaded if the user wants that; else what the program draws.
 *
 * @param request what the user says
 * @param example what it is for
 * @param seed decides what is drawn, if it is
 * @param quiet whether to show no progress
 * @param terminal who to ask and to show progress to
 */
record DataSupply(DataRequest request, Example example, long seed, boolean quiet, Terminal terminal) {
    /** Names servers to ask in place of the published ones: each {@code BASE} is to have {@code BASE/mnist/…} and so on. */
    static final String MIRROR = "CLGRAD_MIRROR";

    private static final String FOLDER = "data";
    private static final String DRAWN = "drawn";

    /**
     * Data that was decided for.
     *
     * @param name what it is and where it is from
     * @param again the request that is decided so once more, wherever and whenever it is made
     * @param data waits until it is read or drawn, which is done in a thread of its own from the decision on
     */
    record Choice(String name, DataRequest again, Supplier<TrainTest> data) {
        static Choice of(String name, DataRequest again, Supplier<TrainTest> maker) {
            return new Choice(name, again, Ahead.of("data", maker));
        }
    }

    /**
     * What can be had without a question and without a download; nothing if it takes one of them.
     *
     * @throws DataException if there can be no such data
     */
    Optional<Choice> atHand() {
        Optional<Path> folder = request.folder();
        if (folder.isPresent()) {
            return Optional.of(read("", folder.get()));
        }
        if (request.dataset().equals(Optional.of(DRAWN)) && example.drawn().isPresent()) {
            return drawn("");
        }
        PublishedDataset set = dataset();
        Optional<Path> kept =
                CacheFolder.ofUser().path().map(path -> path.resolve(FOLDER).resolve(set.id()));
        if (!request.download() && kept.isPresent() && set.files().seemToBeIn(kept.get())) {
            return Optional.of(read(set.title() + ", downloaded before, in ", kept.get()));
        }
        return request.download() || terminal.answers() ? Optional.empty() : Optional.of(withoutIt(set));
    }

    /**
     * What is downloaded, if the user wants that, or drawn.
     *
     * @throws DataException if it cannot be downloaded, or the user does not want to, and there is nothing else
     */
    Choice toBeHad() {
        PublishedDataset set = dataset();
        Optional<Path> place = CacheFolder.ofUser().folder(FOLDER).map(path -> path.resolve(set.id()));
        boolean wanted = request.download() || (place.isPresent() && agrees(set));
        return wanted ? fetched(set, place) : withoutIt(set);
    }

    private Choice withoutIt(PublishedDataset set) {
        String missing = set.title() + " is not here (--download fetches " + megabytes(set)
                + ", --data names a folder that has it)";
        return Optional.of(", since " + missing)
                .filter(why -> request.dataset().isEmpty())
                .flatMap(this::drawn)
                .orElseThrow(() -> new DataException(missing));
    }

    private PublishedDataset dataset() {
        if (request.dataset().isEmpty()) {
            return example.datasets().get(0);
        }
        String name = request.dataset().get();
        return PublishedDataset.named(name)
                .filter(example.datasets()::contains)
                .orElseThrow(() -> new DataException(
                        "--dataset: " + example.name() + " has no data set '" + name + "'; there is: " + names()));
    }

    private String names() {
        Stream<String> published = example.datasets().stream().map(PublishedDataset::id);
        Stream<String> drawn = example.drawn().stream().map(drawing -> DRAWN);
        return Stream.concat(published, drawn).collect(Collectors.joining(", "));
    }

    private boolean agrees(PublishedDataset set) {
        return terminal.answers()
                && terminal.agrees(set.title() + " is not here; download " + megabytes(set) + " from "
                        + mirrored(set).mirrors().get(0).getHost() + "?");
    }

    private Choice fetched(PublishedDataset set, Optional<Path> place) {
        Path folder = place.orElseThrow(() -> new DataException(
                "--download: there is no cache folder that can be written; " + CacheFolder.VARIABLE + " names one"));
        DownloadListener listener = quiet ? new DownloadListener() {} : new DownloadText(terminal.progressLine());
        new Download().fetch(mirrored(set), folder, listener);
        return read(set.title() + ", in ", folder);
    }

    private static PublishedFiles mirrored(PublishedDataset set) {
        String bases = System.getenv().getOrDefault(MIRROR, "").strip();
        if (bases.isEmpty()) {
            return set.files();
        }
        try {
            List<URI> mirrors = Stream.of(bases.split("\\s+"))
                    .map(base -> URI.create(base + (base.endsWith("/") ? "" : "/") + set.id() + "/"))
                    .toList();
            return set.files().at(mirrors);
        } catch (IllegalArgumentException e) {
            throw new DataException(MIRROR + ": " + e.getMessage());
        }
    }

    private static String megabytes(PublishedDataset set) {
        return DownloadText.megabytes(set.files().sizeBytes());
    }

    private Choice read(String what, Path folder) {
        return Choice.of(what + folder, DataRequest.in(folder.toAbsolutePath()), () -> example.read(folder));
    }

    private Optional<Choice> drawn(String why) {
        return example.drawn()
                .map(drawing -> Choice.of("drawn by the program" + why, DataRequest.named(DRAWN), () -> draw(drawing)));
    }

    private TrainTest draw(Example.Drawing drawing) {
        if (quiet) {
            return drawing.draw(seed, SampleProgress.UNWATCHED);
        }
        ProgressLine line = terminal.progressLine();
        TrainTest data = drawing.draw(seed, (done, total) -> {
            if (line.isDue()) {
                long percent = 100 * done / total;
                line.show("drawing" + line.bar(percent) + " " + percent + "%");
            }
        });
        line.clear();
        return data;
    }
}
