// SPDX-License-Identifier: Apache-2.0
package io.tablao.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VariablesTest {

    /** A farm on Linux, with a folder that each platform finds elsewhere, and one within it. */
    private static final FarmSetup FARM = new FarmSetup("Farm", "linux", "/mnt/farm/storage", true)
            .with(FarmSettings.NONE.withVariables(Map.of(
                    "farm", folder("/mnt/farm", "F:\\", "/Volumes/farm/"),
                    "shows", folder("/mnt/farm/shows", "\\\\NAS\\shows", "/Volumes/shows"),
                    "price", FarmVariable.ofAll("a$1\\b"),
                    "mixed",
                            new FarmVariable(
                                    false,
                                    List.of(
                                            new FarmVariable.Value("all", Audience.ALL, "everybody"),
                                            new FarmVariable.Value("linux", Audience.USERS, "users on linux"),
                                            new FarmVariable.Value("linux", Audience.ALL, "linux"),
                                            new FarmVariable.Value("all", Audience.WORKERS, "workers"))))));

    private static FarmVariable folder(String linux, String windows, String darwin) {
        return new FarmVariable(
                true,
                List.of(
                        new FarmVariable.Value("linux", Audience.ALL, linux),
                        new FarmVariable.Value("windows", Audience.ALL, windows),
                        new FarmVariable.Value("darwin", Audience.ALL, darwin)));
    }

    @ParameterizedTest(name = "{1} for a worker on {0} is {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            linux   | {blender}                      | blender
            windows | {blender} {blenderArgs}        | blender.exe -b -y
            linux   | {price}{price}                 | a$1\\ba$1\\b
            linux   | {timestamp}/{blender           | {timestamp}/{blender
            linux   | {{blender}}                    | {blender}
            linux   | {}                             | {}
            windows | http://farm/a plain text       | http://farm/a plain text
            linux   | {farm}/a/b.blend               | /mnt/farm/a/b.blend
            windows | {farm}/a/b.blend               | F:\\a\\b.blend
            windows | {farm}                         | F:\\
            windows | {shows}/a/{price}/######       | \\\\NAS\\shows\\a\\a$1\\b\\######
            darwin  | {farm}\\a\\b.blend             | /Volumes/farm/a/b.blend
            windows | bpy.data.load("{farm}/a", '/') | bpy.data.load("F:\\/a", '/')
            windows | /mnt/farm/a/b.blend            | F:\\a\\b.blend
            windows | /mnt/farm/shows/s1/x.blend     | \\\\NAS\\shows\\s1\\x.blend
            windows | /mnt/farm                      | F:\\
            windows | /mnt/farmhouse/a               | /mnt/farmhouse/a
            windows | /elsewhere/mnt/farm/a          | /elsewhere/mnt/farm/a
            windows | {jobs}/1/x.blend               | F:\\storage\\jobs\\1\\x.blend
            linux   | {jobs}/1/x.blend               | /mnt/farm/storage/jobs/1/x.blend
            linux   | /mnt/farm/with\\backslash      | /mnt/farm/with\\backslash
            """)
    void areReplacedWhenATaskIsHandedOut(String platform, String text, String expected) {
        assertThat(FARM.variablesFor(platform).replace(text)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{1} from {0} is kept as {2}")
    @CsvSource(delimiter = '|', textBlock = """
            linux   | /mnt/farm/a/b.blend       | {farm}/a/b.blend
            linux   | /MNT/Farm/A/b.blend       | {farm}/A/b.blend
            linux   | /mnt/farm                 | {farm}
            linux   | /mnt/farm/shows/x         | {shows}/x
            linux   | /mnt/farmhouse/x          | /mnt/farmhouse/x
            linux   | /mnt/farm/a\\b            | {farm}/a\\b
            linux   | see /mnt/farm/a           | see /mnt/farm/a
            linux   | F:\\a                     | F:\\a
            windows | F:\\a\\b.blend            | {farm}/a/b.blend
            windows | f:/a/b.blend              | {farm}/a/b.blend
            windows | \\\\nas\\SHOWS\\s1\\x     | {shows}/s1/x
            windows | //nas/shows/s1/x          | {shows}/s1/x
            windows | /mnt/farm/a               | /mnt/farm/a
            darwin  | /Volumes/farm/a           | {farm}/a
            freebsd | /mnt/farm/a               | /mnt/farm/a
            linux   | everybody/a               | everybody/a
            manager | /mnt/farm/a               | {farm}/a
            """)
    void areRecognisedWhenAJobIsSubmitted(String platform, String path, String expected) {
        assertThat(FARM.variables().kept(path, FARM.platformOf(platform))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} on {1} see {2}")
    @CsvSource({
        "USERS, linux, users on linux",
        "WORKERS, linux, linux",
        "WORKERS, windows, workers",
        "USERS, windows, everybody",
    })
    void theClosestValueCounts(Audience audience, String platform, String expected) {
        assertThat(FARM.variables().values(audience, platform)).containsEntry("mixed", expected);
    }

    @ParameterizedTest(name = "{1} on {0} is {2}")
    @CsvSource({
        "linux, /mnt/farm/storage, /mnt/farm/storage",
        "windows, /mnt/farm/storage, F:\\storage",
        "darwin, /mnt/farm/storage, /Volumes/farm/storage",
        "freebsd, /mnt/farm/storage, /mnt/farm/storage",
        "windows, /srv/storage, /srv/storage",
    })
    void aFolderOfTheFarmIsSeenElsewhere(String platform, String path, String expected) {
        assertThat(FARM.variables().seenBy(Audience.USERS, platform, path, "linux"))
                .isEqualTo(expected);
    }

    @Test
    void aVariableWithoutAValueForAWorkerStaysAsItIs() {
        assertThat(FARM.variablesFor("freebsd").replace("{farm}/a")).isEqualTo("{farm}/a");
    }

    @Test
    void valuesAreNotReplacedAgain() {
        var variables = new Variables(Map.of("a", "{b}", "b", "c"), Set.of(), Map.of(), "linux");

        assertThat(variables.replace("{a}")).isEqualTo("{b}");
    }

    @Test
    void aWorkersOwnTakeTheirPlaces() {
        var variables = FARM.variablesFor("windows").with(Map.of("blender", "C:\\blender.exe", "farm", "G:\\"));

        assertThat(variables.replace("{blender}")).isEqualTo("C:\\blender.exe");
        assertThat(variables.replace("{farm}/x")).isEqualTo("G:\\x");
        assertThat(variables.replace("/mnt/farm/x")).isEqualTo("G:\\x");
    }

    @ParameterizedTest(name = "uploads configured: {0}, set: {1}")
    @CsvSource({
        "true, null, F:/storage/jobs/x",
        "true, true, F:/storage/jobs/x",
        "true, false, /mnt/s/x",
        "false, null, /mnt/s/x",
        "false, true, /mnt/s/x",
    })
    void theFolderOfJobsIsWhereUploadsAreOrElseTheSharedOne(boolean configured, String set, String expected) {
        Boolean uploads = set.equals("null") ? null : Boolean.valueOf(set);
        FarmSettings settings = new FarmSettings(
                null,
                "/mnt/s/",
                Map.of("jobs", FarmVariable.ofAll("nowhere")),
                null,
                null,
                null,
                null,
                new FarmSettings.Shaman(uploads, null, null),
                JsonText.EMPTY_OBJECT);
        FarmSetup farm = new FarmSetup("Farm", "windows", "F:\\storage", configured);

        assertThat(farm.with(settings).variablesFor("linux").replace("{jobs}/x"))
                .isEqualTo(expected);
    }
}
