// SPDX-License-Identifier: Apache-2.0
package io.tablao;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rooms of the house: which package may import which. */
class ArchitectureTest {
    private static final String OURS = "io.tablao.";
    private static final String[] ENTITIES = {
        "io.tablao.scheduler.job..",
        "io.tablao.scheduler.worker..",
        "io.tablao.scheduler.queue..",
        "io.tablao.scheduler.farm..",
        "io.tablao.scheduler.roster..",
        "io.tablao.scheduler.entity.."
    };
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.tablao");

    @ParameterizedTest(name = "{0} may import {1}")
    @CsvSource(delimiter = '|', nullValues = "nothing", textBlock = """
            model..             | nothing
            event..             | model..
            bus..               | event.. model..
            readmodel..         | model..
            storage..           | model..
            preview..           | model..
            variables..         | model..
            scheduler           | event.. model.. bus.. storage.. scheduler..
            scheduler.entity..  | event.. model..
            scheduler.job..     | event.. model.. scheduler.entity..
            scheduler.worker..  | event.. model.. scheduler.entity..
            scheduler.queue..   | event.. model.. scheduler.entity..
            scheduler.farm..    | event.. model.. scheduler.entity..
            scheduler.roster..  | event.. model.. scheduler.entity..
            scheduler.timeout.. | event.. model.. bus.. scheduler.entity..
            compiler..          | event.. model.. bus..
            worker..            | event.. model.. bus.. preview.. variables..
            projector..         | event.. model.. bus.. readmodel.. storage..
            api..               | event.. model.. bus.. readmodel.. storage.. preview.. compiler.. variables..
            dashboard..         | event.. model.. bus.. readmodel.. storage..
            cli..               | model.. compiler..
            """)
    void importsOnly(String room, String others) {
        Stream<String> allowed = others == null ? Stream.of() : Arrays.stream(others.split(" "));
        String[] packages =
                Stream.concat(Stream.of(room), allowed).map(OURS::concat).toArray(String[]::new);

        classes()
                .that()
                .resideInAPackage(OURS + room)
                .should()
                .onlyDependOnClassesThat(resideOutsideOfPackage("io.tablao..").or(resideInAnyPackage(packages)))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void theCompositionRootIsImportedByNone() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.tablao.standalone..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.tablao.standalone..")
                .check(CLASSES);
    }

    @Test
    void theModelKnowsJavaAlone() {
        classes()
                .that()
                .resideInAPackage("io.tablao.model..")
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage("java..", "io.tablao.model..", "org.jspecify.annotations.."))
                .check(CLASSES);
    }

    @Test
    void entitiesAreDecidedWithoutAnyFramework() {
        classes()
                .that()
                .resideInAnyPackage(ENTITIES)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..", "io.tablao..", "org.jspecify.annotations.."))
                .check(CLASSES);
    }

    @Test
    void entitiesAreToldTheTimeAndThrowNoDice() {
        noClasses()
                .that()
                .resideInAnyPackage(ENTITIES)
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(UUID.class, "randomUUID")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Random.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(ThreadLocalRandom.class)
                .check(CLASSES);
    }

    @Test
    void onlyTheCompositionRootKnowsTheEmbeddedServers() {
        noClasses()
                .that(not(resideInAnyPackage("io.tablao.standalone..")))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("kafka..", "org.apache.kafka.server..", "org.apache.kafka.metadata..", "io.zonky..")
                .check(CLASSES);
    }
}
