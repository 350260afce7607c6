import { withCosts } from "../database-costs";
import { drain } from "../drain";
import { bossQueue, graphileQueue } from "../drain-peers";
import type { Figure, Result } from "../figure";
import { fillQueue } from "../fill-queue";
import type { Stage } from "../stage";

const JOBS = 10_000;

/** Claim to completion of jobs without any work; ours keep their rows and the order of each conversation. */
export const queue: Figure = {
  name: "queue",
  title: "The queue alone: draining jobs that do nothing",
  measure: measureQueue,
};

async function measureQueue(stage: Stage): Promise<Result[]> {
  const { rounds, say } = stage;
  const graphileUrl = await stage.emptyDatabase("queue_graphile");
  const bossUrl = await stage.emptyDatabase("queue_boss");
  const graphile = await graphileQueue(graphileUrl, say);
  const boss = await bossQueue(bossUrl, say);
  const url = await stage.database("queue");
  const taken = { ours: [] as Taken[], graphile: [] as Taken[], boss: [] as Taken[] };
  try {
    // The first, which also pays for plans and connections, does not count.
    for (let round = 0; round <= rounds; round += 1) {
      const jobs = round === 0 ? 1_000 : JOBS;
      await fillQueue({ jobs, jobsOfEach: 4 });
      const ours = await withCosts(url, () => drain());
      if (ours.misplaced > 0 || ours.jobs !== jobs)
        throw new Error(`${ours.jobs} of ${jobs} jobs done, ${ours.misplaced} out of order`);
      await graphile.fill(jobs);
      const graphiles = await withCosts(graphileUrl, () => graphile.drain(jobs));
      await boss.fill(jobs);
      const bosses = await withCosts(bossUrl, () => boss.drain(jobs));
      if (round === 0) continue;
      taken.ours.push(ours);
      taken.graphile.push(graphiles);
      taken.boss.push(bosses);
      say(
        `  round ${round}: ${rate(ours).toFixed(0)} jobs/s, graphile-worker ${rate(graphiles).toFixed(0)}, pg-boss ${rate(bosses).toFixed(0)}`,
      );
    }
  } finally {
    await Promise.all([graphile.close(), boss.close()]);
  }
  return toResults(taken);
}

interface Taken {
  jobs: number;
  seconds: number;
  commitsPerJob: number;
  walBytesPerJob: number;
}

const rate = ({ jobs, seconds }: Taken) => jobs / seconds;

function toResults({ ours, graphile, boss }: Record<"ours" | "graphile" | "boss", Taken[]>): Result[] {
  const [graphileName, bossName] = ["graphile-worker, 24 × 500, batched ends", "pg-boss, 4 × fetch 100"];
  return [
    {
      what: "drain",
      unit: "jobs/s",
      ours: ours.map(rate),
      against: { what: graphileName, values: graphile.map(rate) },
      bar: { of: "ratio", is: "at least", value: 0.5 },
      note: "ours also reads each job's turn (conversation, history, settings), keeps the rows and the order of each conversation; graphile-worker deletes its rows.",
    },
    {
      what: "drain",
      unit: "jobs/s",
      ours: ours.map(rate),
      against: { what: bossName, values: boss.map(rate) },
    },
    {
      what: "commits of a job",
      unit: "",
      ours: ours.map(({ commitsPerJob }) => commitsPerJob),
      against: { what: graphileName, values: graphile.map(({ commitsPerJob }) => commitsPerJob) },
      bar: { of: "value", is: "at most", value: 0.3 },
    },
    {
      what: "WAL of a job",
      unit: "bytes",
      ours: ours.map(({ walBytesPerJob }) => walBytesPerJob),
      against: { what: graphileName, values: graphile.map(({ walBytesPerJob }) => walBytesPerJob) },
    },
  ];
}
