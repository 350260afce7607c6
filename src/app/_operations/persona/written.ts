/** A persona as somebody writes it: what it leaves out follows the defaults. */
export type Written = Record<string, unknown>;

export function toWritten(value: unknown): Written {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? { ...(value as Written) }
    : {};
}

/** The value at a path such as handover.whenAngry; undefined: it is not said. */
export function readPath(value: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>(
      (at, name) => (typeof at === "object" && at !== null ? (at as Written)[name] : undefined),
      value,
    );
}

/** The same with another value at a path; undefined takes it away, and groups that are empty then. */
export function writePath(written: Written, path: string, value: unknown): Written {
  const [name = "", ...rest] = path.split(".");
  const { [name]: before, ...others } = written;
  const after = rest.length === 0 ? value : writePath(toWritten(before), rest.join("."), value);
  const isEmptyGroup = rest.length > 0 && Object.keys(after as Written).length === 0;
  if (after === undefined || isEmptyGroup) return others;
  return name in written
    ? Object.fromEntries(Object.entries(written).map(([key, old]) => [key, key === name ? after : old]))
    : { ...written, [name]: after };
}
