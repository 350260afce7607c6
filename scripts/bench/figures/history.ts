import { claimJobs, endClaim } from "@/domain/outbound";
import type { Figure, Result } from "../figure";
import { fillHistory, fillQueue } from "../fill-queue";
import type { Stage } from "../stage";

const MANY = 5_000_000;
const FEW = 1_000;
const WAITING = 10_000;
const BATCH = 50;
const CLAIMS = 40;

/** What a claim costs when millions of jobs have been worked before. */
export const history: Figure = {
  name: "history",
  title: "A claim after millions of finished jobs",
  measure: measureHistory,
};

async function measureHistory(stage: Stage): Promise<Result[]> {
  for (const [name, finished] of [
    ["history_few", FEW],
    ["history_many", MANY],
  ] as const) {
    stage.say(`  filling ${finished.toLocaleString("en")} finished jobs`);
    await stage.database(name);
    await fillQueue({ jobs: WAITING, jobsOfEach: 1 });
    await fillHistory(finished);
  }
  const taken = { many: [] as number[], few: [] as number[] };
  for (let round = 1; round <= stage.rounds; round += 1) {
    await stage.database("history_few");
    taken.few.push(await claimMs());
    await stage.database("history_many");
    taken.many.push(await claimMs());
  }
  return [
    {
      what: `claim of ${BATCH} jobs after ${MANY.toLocaleString("en")} finished ones`,
      unit: "ms",
      ours: taken.many,
      against: { what: `after ${FEW.toLocaleString("en")}`, values: taken.few },
      bar: { of: "ratio", is: "at most", value: 1.5 },
      note: `the jobs that wait belong to ${WAITING.toLocaleString("en")} conversations, which hold all the finished ones.`,
    },
  ];
}

/** The median of some claims, whose jobs are ended in between. */
async function claimMs(): Promise<number> {
  const took: number[] = [];
  // The first ones also pay for the connection and the plans.
  for (let count = -8; count < CLAIMS; count += 1) {
    const startedAt = performance.now();
    const claims = await claimJobs(BATCH);
    if (count >= 0) took.push(performance.now() - startedAt);
    if (claims.length < BATCH) throw new Error("There were too few jobs");
    await Promise.all(claims.map(({ job }) => endClaim({ job, end: { to: "done" } })));
  }
  return took.toSorted((a, b) => a - b)[Math.floor(took.length / 2)] ?? 0;
}
