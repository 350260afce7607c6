import { leasesAreOver, type Stage } from "../stage";

/** A runner dies with a job in hand, and its lease runs out. */
export async function letRunnerDie({ write, letWorkerDie }: Stage): Promise<void> {
  await write("hello");
  await letWorkerDie("claim.after");
  await leasesAreOver();
}
