// SPDX-License-Identifier: Apache-2.0
package io.tablao.cli;

import java.util.List;

/** Rows of text in columns; the last column is as wide as it is, and the one called STATUS is coloured. */
final class TextTable {

    private final Terminal terminal;

    TextTable(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Prints the rows, the first of which are the headings. All have the same number of columns. */
    void print(List<List<String>> rows) {
        List<String> headings = rows.getFirst();
        int[] widths = new int[headings.size()];
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        int status = headings.indexOf("STATUS");
        for (List<String> row : rows) {
            var line = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                String cell = row.get(column);
                line.append(column == status ? terminal.status(cell) : cell);
                if (column < widths.length - 1) {
                    line.append(" ".repeat(widths[column] - cell.length() + 2));
                }
            }
            terminal.line(line.toString());
        }
    }
}
