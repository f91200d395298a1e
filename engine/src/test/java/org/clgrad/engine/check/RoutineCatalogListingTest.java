package org.clgrad.engine.check;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Supplier;
import org.clgrad.engine.ProvidedOperationException;
import org.clgrad.engine.ProvidedOperations;
import org.clgrad.engine.routine.OperationProvider;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.matmul.MatMul;
import org.junit.jupiter.api.Test;

/** What is wrong with operations from outside is said by whoever asks for the catalog, and names the provider. */
class RoutineCatalogListingTest {
    /** A provider with these sample spaces and no kernels. */
    private record Provider(Supplier<List<SampleSpace>> spaces) implements OperationProvider {
        @Override
        public List<SampleSpace> samples() {
            return spaces.get();
        }

        @Override
        public List<String> kernels() {
            return List.of();
        }
    }

    private static RoutineCatalog.Listing listing(Supplier<List<SampleSpace>> spaces) {
        return RoutineCatalog.Listing.of(() -> ProvidedOperations.of(new Provider(spaces)));
    }

    @Test
    void aProviderThatFails() {
        RoutineCatalog.Listing listing = listing(() -> {
            throw new IllegalStateException("no table");
        });
        for (int time = 0; time < 2; time++) {
            assertThatThrownBy(listing::spaces)
                    .isInstanceOf(ProvidedOperationException.class)
                    .hasMessage(
                            Provider.class.getName() + ": no sample spaces: java.lang.IllegalStateException: no table");
        }
    }

    @Test
    void anOperationWhoseNameIsTaken() {
        assertThatThrownBy(listing(() -> List.of(MatMul.samples()))::spaces)
                .isInstanceOf(ProvidedOperationException.class)
                .hasMessage(Provider.class.getName() + ": matmul is the name of an operation that there is");
    }
}
