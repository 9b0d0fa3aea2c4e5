// SPDX-License-Identifier: Apache-2.0
package io.tablao.storage;

/** How a file of a checkout points to the store. */
public enum LinkKind {
    /** Relative, so that the shared folder may be mounted anywhere. */
    SYMBOLIC,
    /** For network drives on which symbolic links do not work; needs store and checkouts on one file system. */
    HARD
}
