// SPDX-License-Identifier: Apache-2.0
package io.tablao.event;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The version of a message's shape, where it is not 1. It goes up when a reader of the older shape would go wrong. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Version {
    int value();
}
