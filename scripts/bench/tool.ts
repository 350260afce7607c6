import { fileURLToPath } from "node:url";
import { type RunningChild, startChild } from "../local/child-process";

/** A process of the bench's own that tells what it has found in lines of JSON. */
export interface Tool extends RunningChild {
  /** Its next line. @throws when it ends without one. */
  next: <T>() => Promise<T>;
}

/** Starts one of scripts/bench/processes. */
export function startTool(name: string, env: Record<string, string>): Tool {
  const lines: unknown[] = [];
  const said: string[] = [];
  let wake: () => void = () => undefined;
  let isOver = false;
  const file = fileURLToPath(new URL(`processes/${name}.ts`, import.meta.url));
  const child = startChild({
    args: [...nodeOptions(), "--import", "tsx", file],
    env: { ...env, NODE_ENV: "production" },
    onLine: (line) => {
      if (line.startsWith("{")) lines.push(JSON.parse(line));
      else said.push(line);
      wake();
    },
  });
  void child.exited.then(() => {
    isOver = true;
    wake();
  });
  const next = async <T>(): Promise<T> => {
    while (lines.length === 0) {
      if (isOver) throw new Error(`${name} has ended: ${said.join("\n")}`);
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    return lines.shift() as T;
  };
  return { ...child, next };
}

/** What the measured processes are started with besides, such as `--cpu-prof --cpu-prof-dir=/tmp/profiles`. */
export function nodeOptions(): string[] {
  return process.env.BENCH_NODE_OPTIONS?.split(" ") ?? [];
}
