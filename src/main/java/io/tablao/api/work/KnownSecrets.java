// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.work;

import io.tablao.model.WorkerId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secrets that this process has found right, so that none is hashed slowly at every call. It holds them as codes that are
 * quickly computed with a key which never leaves the process: worth nothing outside it.
 */
final class KnownSecrets {

    private static final String CODE = "HmacSHA256";

    private record Known(String code, KnownWorker worker) {}

    private final SecretKeySpec key;
    private final Map<WorkerId, Known> known;

    /** @param most how many are remembered; those that called longest ago are forgotten */
    KnownSecrets(int most, SecureRandom random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        key = new SecretKeySpec(bytes, CODE);
        known = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<WorkerId, Known> eldest) {
                return size() > most;
            }
        });
    }

    /** The worker, if that secret was found to be its own. */
    Optional<KnownWorker> find(WorkerId worker, String secret) {
        Known found = known.get(worker);
        return found != null && isEqual(found.code(), code(worker, secret))
                ? Optional.of(found.worker())
                : Optional.empty();
    }

    void remember(KnownWorker worker, String secret) {
        known.put(worker.id(), new Known(code(worker.id(), secret), worker));
    }

    void forget(WorkerId worker) {
        known.remove(worker);
    }

    private static boolean isEqual(String code, String other) {
        return MessageDigest.isEqual(
                code.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
    }

    private String code(WorkerId worker, String secret) {
        try {
            Mac mac = Mac.getInstance(CODE);
            mac.init(key);
            mac.update(worker.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + CODE, e);
        }
    }
}
