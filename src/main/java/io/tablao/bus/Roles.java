// SPDX-License-Identifier: Apache-2.0
package io.tablao.bus;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The roles of this process, from {@code tablao.roles}; all of them by default. */
@ApplicationScoped
public class Roles {

    public static final String PROPERTY = "tablao.roles";
    public static final String ALL = "api,compiler,scheduler,worker,projector,dashboard";

    private final Set<Role> roles;

    @Inject
    public Roles(@ConfigProperty(name = PROPERTY, defaultValue = ALL) List<String> labels) {
        roles = EnumSet.noneOf(Role.class);
        labels.forEach(label -> roles.add(Role.of(label)));
    }

    public boolean has(Role role) {
        return roles.contains(role);
    }

    @Override
    public String toString() {
        return roles.toString();
    }
}
