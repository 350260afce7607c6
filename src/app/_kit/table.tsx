import clsx from "clsx";
import type { ReactNode } from "react";

export interface Column<Row> {
  key: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** Of numbers. */
  isEnd?: boolean;
  className?: string;
}

export interface TableProps<Row> {
  /** What it shows, for screen readers. */
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string | number;
}

/** Scrolls by itself where it is too wide, never the page. */
export function Table<Row>({ caption, columns, rows, rowKey }: TableProps<Row>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: no fieldset, and no landmark: the section around it is one of the same name
    <div
      role="group"
      aria-label={caption}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard (axe: scrollable-region-focusable)
      tabIndex={0}
      className="overflow-x-auto rounded-card border border-line bg-surface"
    >
      <table className="w-full border-collapse text-sm">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ key, header, isEnd }) => (
              <th
                key={key}
                scope="col"
                className={clsx(
                  "whitespace-nowrap border-b border-line px-3 py-2 text-xs font-medium text-faint",
                  isEnd ? "text-end" : "text-start",
                )}
              >
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)} className="border-b border-line last:border-0 hover:bg-hover">
              {columns.map(({ key, cell, isEnd, className }) => (
                <td key={key} className={clsx("px-3 py-2 align-top", isEnd && "tnum text-end", className)}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
