import { execFile } from "node:child_process";
import type { ProductProcess } from "./product-process";
import { repeat } from "./repeat";

export interface MemorySample {
  /** Unix ms. */
  at: number;
  pid: number;
  rssMb: number;
}

export interface MemorySeen {
  firstMb: number;
  lastMb: number;
  maxMb: number;
  /** Slope of the straight line nearest to all samples. */
  mbPerMinute: number;
  samples: MemorySample[];
}

const SAMPLE_EVERY_MS = 2_000;

/** Samples the resident memory of a process until it is stopped. */
export function watchMemory(process: Pick<ProductProcess, "pid">): { stop(): Promise<MemorySample[]> } {
  const samples: MemorySample[] = [];
  const watching = repeat(SAMPLE_EVERY_MS, async () => {
    const { pid } = process;
    const rssMb = pid === undefined ? undefined : await readRssMb(pid);
    if (pid !== undefined && rssMb !== undefined) samples.push({ at: Date.now(), pid, rssMb });
  });
  return {
    stop: async () => {
      await watching.stop();
      return samples;
    },
  };
}

/** Null without two samples of one process: its end and a new start say nothing about growth. */
export function summariseMemory(samples: MemorySample[]): MemorySeen | null {
  const last = samples.at(-1);
  const own = samples.filter(({ pid }) => pid === last?.pid);
  const first = own[0];
  if (!first || !last || own.length < 2) return null;
  return {
    firstMb: first.rssMb,
    lastMb: last.rssMb,
    maxMb: Math.max(...own.map(({ rssMb }) => rssMb)),
    mbPerMinute: slope(own.map(({ at, rssMb }) => [(at - first.at) / 60_000, rssMb])),
    samples: own,
  };
}

/** Least squares. */
function slope(points: [x: number, y: number][]): number {
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / points.length;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / points.length;
  const covariance = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  const variance = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  return variance === 0 ? 0 : covariance / variance;
}

/** `ps` is on every system that this runs on; it reports kilobytes. */
function readRssMb(pid: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    execFile("ps", ["-o", "rss=", "-p", String(pid)], (error, stdout) => {
      const kilobytes = Number(stdout);
      resolve(error || !Number.isFinite(kilobytes) ? undefined : kilobytes / 1024);
    });
  });
}
