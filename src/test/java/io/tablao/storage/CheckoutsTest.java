// SPDX-License-Identifier: Apache-2.0
package io.tablao.storage;

import static io.tablao.storage.ShamanFixture.named;
import static io.tablao.storage.ShamanFixture.path;
import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.storage.Checkouts.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckoutsTest {

    @TempDir
    Path folder;

    private ShamanFixture shaman;
    private Checkouts checkouts;

    @BeforeEach
    void prepare() {
        shaman = new ShamanFixture(folder.resolve("storage"));
        checkouts = shaman.checkouts(LinkKind.SYMBOLIC);
    }

    @ParameterizedTest
    @EnumSource
    void showsStoredFilesUnderTheirNames(LinkKind links) throws IOException {
        checkouts = shaman.checkouts(links);
        StoredFile scene = shaman.stored("scene");
        StoredFile texture = shaman.stored("texture");

        Outcome outcome = checkouts.make(
                path("project/shot"),
                Map.of(
                        path("scene.blend"), scene,
                        path("textures/wood.png"), texture,
                        path("textures/again/wood.png"), texture));

        assertThat(outcome).isEqualTo(new Outcome.Made(path("project/shot")));
        Path made = shaman.storage.checkouts().resolve("project/shot");
        assertThat(made.resolve("scene.blend")).hasContent("scene");
        assertThat(made.resolve("textures/wood.png")).hasContent("texture");
        assertThat(made.resolve("textures/again/wood.png")).hasContent("texture");
        assertThat(Files.isSymbolicLink(made.resolve("scene.blend"))).isEqualTo(links == LinkKind.SYMBOLIC);
        assertThat(shaman.files("file-store/checkouts")).isEmpty();

        // Wherever a worker has the folder.
        Path elsewhere = folder.resolve("mounted");
        Files.move(shaman.storage.location(), elsewhere);
        assertThat(elsewhere.resolve("jobs/project/shot/textures/again/wood.png"))
                .hasContent("texture");
    }

    @Test
    void aNameThatIsTakenIsContinued() throws IOException {
        StoredFile scene = shaman.stored("scene");
        checkouts.make(path("shot"), Map.of(path("a.blend"), scene));

        Outcome second = checkouts.make(path("shot"), Map.of(path("deep/b.blend"), scene));

        assertThat(second).isInstanceOfSatisfying(Outcome.Made.class, made -> {
            assertThat(made.path().toString()).startsWith("shot-");
            assertThat(made.path().below(shaman.storage.checkouts()).resolve("deep/b.blend"))
                    .hasContent("scene");
        });
        assertThat(shaman.storage.checkouts().resolve("shot/deep")).doesNotExist();
    }

    @Test
    void manyAtOnceGetAFolderEach() throws Exception {
        StoredFile scene = shaman.stored("scene");
        Set<String> places = ConcurrentHashMap.newKeySet();
        try (var threads = Executors.newFixedThreadPool(8)) {
            List<Callable<Boolean>> makers = Stream.<Callable<Boolean>>generate(() -> () -> places.add(
                            ((Outcome.Made) checkouts.make(path("project/shot"), Map.of(path("a.blend"), scene)))
                                    .path()
                                    .toString()))
                    .limit(40)
                    .toList();
            for (var made : threads.invokeAll(makers)) {
                assertThat(made.get()).isTrue();
            }
        }
        assertThat(places)
                .hasSize(40)
                .contains("project/shot")
                .allSatisfy(place -> assertThat(
                                shaman.storage.checkouts().resolve(place).resolve("a.blend"))
                        .hasContent("scene"));
    }

    @Test
    void missingFilesAreNamedAndNothingIsMade() throws IOException {
        StoredFile scene = shaman.stored("scene");

        Outcome outcome =
                checkouts.make(path("shot"), Map.of(path("a.blend"), scene, path("b.png"), named("not uploaded")));

        assertThat(outcome).isEqualTo(new Outcome.Missing(List.of(named("not uploaded"))));
        assertThat(shaman.files("jobs")).isEmpty();
        assertThat(shaman.files("file-store/checkouts")).isEmpty();
    }

    @Test
    void aFileLiesInNoOther() throws IOException {
        StoredFile scene = shaman.stored("scene");

        assertThat(checkouts.make(path("shot"), Map.of(path("a"), scene, path("a/b"), scene)))
                .isInstanceOf(Outcome.Contradiction.class);
        assertThat(checkouts.make(path("shot"), Map.of(path(Checkouts.MARK), scene)))
                .isInstanceOf(Outcome.Contradiction.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"shot/inside", "shot/textures/inside", "shot/a.blend/inside", "link/inside", "file/inside"})
    void nothingIsMadeInsideOfOthersOrOutside(String place) throws IOException {
        StoredFile scene = shaman.stored("scene");
        checkouts.make(path("shot"), Map.of(path("a.blend"), scene, path("textures/b"), scene));
        Path outside = Files.createDirectories(folder.resolve("outside"));
        Files.createSymbolicLink(shaman.storage.checkouts().resolve("link"), outside);
        Files.writeString(shaman.storage.checkouts().resolve("file"), "somebody's");

        assertThat(checkouts.make(path(place), Map.of(path("c.blend"), scene))).isInstanceOf(Outcome.Taken.class);
        assertThat(outside).isEmptyDirectory();
        assertThat(checkouts.remove(path(place), Instant.MAX)).isFalse();
    }

    @Test
    void goesWithItsJobButNotTheStore() throws IOException {
        StoredFile scene = shaman.stored("scene");
        checkouts.make(path("project/one"), Map.of(path("a.blend"), scene));
        checkouts.make(path("project/two"), Map.of(path("a.blend"), scene));
        Files.writeString(shaman.storage.checkouts().resolve("project/one/render.log"), "written by a task");

        assertThat(checkouts.exists(path("project/one"))).isTrue();
        assertThat(checkouts.remove(path("project/one"), Instant.MAX)).isTrue();

        assertThat(checkouts.exists(path("project/one"))).isFalse();
        assertThat(shaman.storage.checkouts().resolve("project/two/a.blend")).hasContent("scene");
        assertThat(checkouts.remove(path("project/one"), Instant.MAX)).isFalse();
        assertThat(checkouts.remove(path("project/two"), Instant.MAX)).isTrue();
        assertThat(shaman.storage.checkouts()).isEmptyDirectory();
        assertThat(shaman.store.has(scene)).isTrue();
    }

    @Test
    void whatIsNoCheckoutIsNeverRemoved() throws IOException {
        StoredFile scene = shaman.stored("scene");
        checkouts.make(path("project/one"), Map.of(path("a.blend"), scene));
        Path precious = Files.createDirectories(shaman.storage.checkouts().resolve("precious"));

        assertThat(checkouts.remove(path("project"), Instant.MAX)).isFalse();
        assertThat(checkouts.remove(path("precious"), Instant.MAX)).isFalse();
        // Made anew under the same name, for another job.
        assertThat(checkouts.remove(path("project/one"), Instant.now().minusSeconds(60)))
                .isFalse();

        assertThat(precious).exists();
        assertThat(checkouts.exists(path("project/one"))).isTrue();
    }
}
