// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablao.model.WorkerId;
import java.security.SecureRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SecretsTest {

    private static final WorkerId ANNA = new WorkerId(new UUID(0, 1));
    private static final WorkerId BERT = new WorkerId(new UUID(0, 2));

    private final SecureRandom random = new SecureRandom();

    @Test
    void a_hash_is_salted_says_how_it_was_made_and_fits_its_secret_alone() {
        String hash = SecretHash.of("correct horse", random);
        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").doesNotContain("correct");
        assertThat(SecretHash.of("correct horse", random)).isNotEqualTo(hash);
        assertThat(SecretHash.matches("correct horse", hash)).isTrue();
        assertThat(SecretHash.matches("correct horsE", hash)).isFalse();
    }

    /** Made with the reference implementation: {@code printf password | argon2 somesalt -id -t 2 -k 256 -p 1 -e}. */
    @Test
    void it_reads_what_others_wrote_with_other_parameters() {
        String written = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
        assertThat(SecretHash.matches("password", written)).isTrue();
        assertThat(SecretHash.matches("Password", written)).isFalse();
    }

    @Test
    void what_is_no_hash_is_an_error_and_not_a_wrong_secret() {
        for (String text : new String[] {"", "secret", "$2b$10$abc", "$argon2id$v=16$m=1,t=1,p=1$aa$aa"}) {
            assertThatThrownBy(() -> SecretHash.matches("secret", text)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void a_secret_that_was_found_right_is_remembered_for_its_worker_alone() {
        var known = new KnownSecrets(10, random);
        var anna = new KnownWorker(ANNA);
        known.remember(anna, "hers");
        assertThat(known.find(ANNA, "hers")).contains(anna);
        assertThat(known.find(ANNA, "his")).isEmpty();
        assertThat(known.find(BERT, "hers")).isEmpty();
        known.forget(ANNA);
        assertThat(known.find(ANNA, "hers")).isEmpty();
    }

    @Test
    void no_more_are_remembered_than_allowed_and_who_called_lately_is() {
        var known = new KnownSecrets(2, random);
        known.remember(new KnownWorker(ANNA), "a");
        known.remember(new KnownWorker(BERT), "b");
        assertThat(known.find(ANNA, "a")).isPresent();
        var cleo = new WorkerId(new UUID(0, 3));
        known.remember(new KnownWorker(cleo), "c");
        assertThat(known.find(ANNA, "a")).isPresent();
        assertThat(known.find(BERT, "b")).isEmpty();
    }
}
