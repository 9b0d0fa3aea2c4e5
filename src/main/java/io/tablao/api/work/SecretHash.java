// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.work;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Hashes secrets with Argon2id, with the parameters that OWASP recommends (19 MiB, two passes, one lane), and writes them as
 * everybody does: {@code $argon2id$v=19$m=…,t=…,p=…$salt$hash}, so that the parameters can change and old hashes still count.
 * Takes some 50 ms of a core.
 */
final class SecretHash {

    private static final int MEMORY_KIB = 19_456;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final Base64.Encoder TEXT = Base64.getEncoder().withoutPadding();

    private SecretHash() {}

    static String of(String secret, SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        byte[] hash = hash(secret, salt, MEMORY_KIB, PASSES, LANES, HASH_BYTES);
        return "$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s"
                .formatted(
                        Argon2Parameters.ARGON2_VERSION_13,
                        MEMORY_KIB,
                        PASSES,
                        LANES,
                        TEXT.encodeToString(salt),
                        TEXT.encodeToString(hash));
    }

    /** @throws IllegalArgumentException when it is not a hash as {@link #of} makes them */
    static boolean matches(String secret, String written) {
        String[] parts = written.split("\\$", -1);
        if (parts.length != 6 || !parts[1].equals("argon2id") || !parts[2].equals("v=19")) {
            throw new IllegalArgumentException("Not a hash of a secret");
        }
        String[] costs = parts[3].split(",", -1);
        byte[] hash = Base64.getDecoder().decode(parts[5]);
        byte[] again = hash(
                secret,
                Base64.getDecoder().decode(parts[4]),
                cost(costs, 0, "m="),
                cost(costs, 1, "t="),
                cost(costs, 2, "p="),
                hash.length);
        return MessageDigest.isEqual(hash, again);
    }

    private static int cost(String[] costs, int place, String name) {
        if (costs.length != 3 || !costs[place].startsWith(name)) {
            throw new IllegalArgumentException("Not a hash of a secret");
        }
        return Integer.parseInt(costs[place].substring(name.length()));
    }

    private static byte[] hash(String secret, byte[] salt, int memory, int passes, int lanes, int length) {
        var argon2 = new Argon2BytesGenerator();
        argon2.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memory)
                .withIterations(passes)
                .withParallelism(lanes)
                .withSalt(salt)
                .build());
        byte[] hash = new byte[length];
        argon2.generateBytes(secret.getBytes(StandardCharsets.UTF_8), hash);
        return hash;
    }
}
