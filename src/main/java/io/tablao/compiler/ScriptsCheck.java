// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.tablao.event.SubmitJob;
import io.tablao.model.JobId;
import io.tablao.model.JobStatus;
import io.tablao.model.JobSubmission;
import io.tablao.model.JsonText;
import io.tablao.model.TaskDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Checks a folder of scripts without a farm, as a studio's continuous integration does: each must describe a job type, and make
 * of the example submissions beside it what is expected.
 */
public final class ScriptsCheck implements AutoCloseable {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final String EXAMPLE = ".example.json";
    private static final String EXPECTED = ".expected.json";

    /** When examples are submitted, in local time: so that what a script makes of it is the same everywhere and always. */
    private static final LocalDateTime SUBMITTED = LocalDateTime.of(2000, 1, 2, 3, 4, 5);

    private static final JobId JOB = new JobId(new UUID(0, 1));

    private final Path folder;
    private final boolean update;
    private final Sandbox sandbox;
    private final JobTypes types;
    private final ScriptCompiler compiler;

    /** How grave a finding is. */
    public enum Level {
        FINE,
        WARNING,
        ERROR
    }

    /**
     * @param file that it is about
     * @param text one sentence; further lines show the place
     */
    public record Finding(String file, Level level, String text) {}

    /** @param update whether what scripts make of the examples is written down as expected */
    public ScriptsCheck(Path folder, boolean update) {
        this.folder = folder;
        this.update = update;
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultSources()
                .addDiscoveredConverters()
                .withMapping(CompilerConfig.class)
                .withMappingIgnore("tablao.**")
                .build();
        sandbox = new Sandbox(config.getConfigMapping(CompilerConfig.class));
        types = new JobTypes(new Only(folder), sandbox);
        compiler = new ScriptCompiler(types, sandbox);
    }

    private record Only(Path folder) implements CompilersConfig {
        @Override
        public Optional<Path> dir() {
            return Optional.of(folder);
        }

        @Override
        public java.time.Duration rescanInterval() {
            return java.time.Duration.ofHours(1);
        }
    }

    @Override
    public void close() {
        types.close();
        sandbox.close();
    }

    /** All that there is to say, in the order of file names. */
    public List<Finding> findings() throws IOException, InterruptedException {
        List<Finding> findings = new ArrayList<>();
        for (ScriptProblem problem : types.problems()) {
            findings.add(new Finding(problem.script(), Level.ERROR, problem.report()));
        }
        List<Path> files;
        try (Stream<Path> list = Files.list(folder)) {
            files = list.sorted().toList();
        }
        for (Catalogue.Entry entry : types.catalogue().entries().values()) {
            if (!entry.script().builtIn()) {
                check(entry, files, findings);
            }
        }
        for (Path file : files) {
            String name = file.getFileName().toString();
            if (name.endsWith(EXPECTED) && !Files.exists(file.resolveSibling(name.replace(EXPECTED, EXAMPLE)))) {
                findings.add(new Finding(name, Level.WARNING, "There is no example submission beside it"));
            }
        }
        findings.sort(java.util.Comparator.comparing(Finding::file));
        return findings;
    }

    private void check(Catalogue.Entry entry, List<Path> files, List<Finding> findings)
            throws IOException, InterruptedException {
        String script = entry.script().file();
        if (sandbox.describe(entry.script(), Purpose.CATALOGUE).join() instanceof SandboxResult.Returned described) {
            FieldNames.unknown(JSON.readTree(described.json()))
                    .forEach(sentence -> findings.add(new Finding(script, Level.WARNING, sentence)));
        }
        String stem = script.substring(0, script.length() - Script.EXTENSION.length()) + ".";
        List<Path> examples = files.stream()
                .filter(file -> file.getFileName().toString().startsWith(stem)
                        && file.getFileName().toString().endsWith(EXAMPLE))
                .toList();
        if (examples.isEmpty()) {
            findings.add(new Finding(
                    script,
                    Level.FINE,
                    "a job type; put a submission into " + stem + EXAMPLE.substring(1) + " to have it compiled"));
        }
        for (Path example : examples) {
            findings.add(compiled(entry.type(), example));
        }
    }

    private Finding compiled(JobType type, Path example) throws IOException, InterruptedException {
        String name = example.getFileName().toString();
        JobSubmission submission;
        try {
            submission = submission(type, JSON.readTree(Files.readString(example)));
        } catch (JsonProcessingException e) {
            return new Finding(name, Level.ERROR, "The example is not JSON: " + e.getOriginalMessage());
        } catch (IllegalArgumentException e) {
            return new Finding(name, Level.ERROR, "The example is no submission: " + e.getMessage());
        }
        Instant submitted = SUBMITTED.atZone(ZoneId.systemDefault()).toInstant();
        try (var tasks = new TokenBuffer(JSON, false)) {
            tasks.writeStartArray();
            Compilation compilation =
                    compiler.compile(new SubmitJob(JOB, submission, submitted), some -> write(some, tasks));
            tasks.writeEndArray();
            return switch (compilation) {
                case CompilationFailure failure -> new Finding(name, Level.ERROR, failure.sentence());
                case AuthoredJob authored -> {
                    ObjectNode made = JSON.createObjectNode();
                    made.set("settings", JSON.readTree(authored.settings().text()));
                    // Through text, since raw values are not trees yet.
                    made.set("tasks", JSON.readTree(JSON.writeValueAsString(tasks)));
                    yield compared(example, authored.tasks(), made);
                }
            };
        }
    }

    private Finding compared(Path example, int tasks, ObjectNode made) throws IOException {
        String name = example.getFileName().toString();
        Path expected = example.resolveSibling(name.replace(EXAMPLE, EXPECTED));
        String expectedName = expected.getFileName().toString();
        if (update) {
            Files.writeString(expected, JSON.writeValueAsString(made) + "\n");
            return new Finding(name, Level.FINE, "compiles into " + tasks + " tasks, written to " + expectedName);
        }
        if (!Files.exists(expected)) {
            return new Finding(name, Level.FINE, "compiles into " + tasks + " tasks");
        }
        JsonNode wanted;
        try {
            wanted = JSON.readTree(Files.readString(expected));
        } catch (JsonProcessingException e) {
            return new Finding(expectedName, Level.ERROR, "What is expected is not JSON: " + e.getOriginalMessage());
        }
        return JsonDifference.first(wanted, made)
                .map(difference -> new Finding(
                        name,
                        Level.ERROR,
                        "makes something else than " + expectedName + " expects: " + difference
                                + "\n    When that is as it should be, write it down with --update"))
                .orElseGet(() -> new Finding(name, Level.FINE, "compiles into " + tasks + " tasks, as expected"));
    }

    private static void write(List<TaskDefinition> tasks, JsonGenerator json) {
        try {
            for (TaskDefinition task : tasks) {
                CompiledJson.write(task, json);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** As somebody would submit it; its type is the script's, whatever it says. */
    private static JobSubmission submission(JobType type, JsonNode example) {
        if (!example.isObject()) {
            throw new IllegalArgumentException("it must be an object, with settings");
        }
        Map<String, String> metadata = new HashMap<>();
        example.path("metadata")
                .properties()
                .forEach(entry -> metadata.put(entry.getKey(), entry.getValue().asText()));
        return new JobSubmission(
                example.path("name").asText("example"),
                type.name(),
                null,
                example.path("priority").asInt(JobSubmission.DEFAULT_PRIORITY),
                example.path("settings").isObject()
                        ? new JsonText(example.path("settings").toString())
                        : JsonText.EMPTY_OBJECT,
                metadata,
                example.path("submitter_platform").asText("manager"),
                null,
                null,
                JobStatus.QUEUED);
    }
}
