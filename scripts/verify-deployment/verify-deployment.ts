import { setTimeout as pause } from "node:timers/promises";
import { describeError } from "@/lib/errors";
import { type Check, runCheck } from "../local/check-report";
import { checkCronTrigger, checkHandshake, checkSignature, checkTokens } from "./check-access";
import { checkCors, checkSecurityHeaders } from "./check-headers";
import { checkCron, checkLive, checkReady, isSameCommit } from "./check-health";
import { checkRedirects, checkRoutes, noteResponseTimes } from "./check-routes";
import { type Deployment, type Expectations, parseJson, reach } from "./deployment";
import { runSelfTest } from "./run-self-test";

const PAUSE_MS = 2_000;

const checks: [name: string, check: (deployment: Deployment) => Promise<Check | Check[]>][] = [
  ["live", checkLive],
  ["ready", checkReady],
  ["routes", checkRoutes],
  ["tokens", checkTokens],
  ["webhook handshake", checkHandshake],
  ["webhook signature", checkSignature],
  ["security headers", checkSecurityHeaders],
  ["cors", checkCors],
  ["cron trigger", checkCronTrigger],
  ["cron heartbeat", checkCron],
];

/** Whether what runs at the URL is what was deployed, whole, and closed to strangers. */
export async function verifyDeployment(expectations: Expectations): Promise<Check[]> {
  const deployment = reach(expectations);
  const silence = await waitForCommit(deployment);
  if (silence) return [{ name: "reachable", status: "unknown", detail: silence }];
  deployment.answers.length = 0; // Until now it may have been the release before.
  const found: Check[] = [];
  for (const [name, check] of checks)
    found.push(...(await runCheck(name, () => check(deployment))).map(hold));
  // Last of what asks: it stands for a customer, who would come to a deployment that is otherwise whole.
  if (deployment.isSelfTested) found.push(...(await runCheck("self-test", () => runSelfTest(deployment))));
  return [...found, checkRedirects(deployment), noteResponseTimes(deployment)];
}

/** Somebody answers at this URL, so what does not answer does not hold. */
function hold(check: Check): Check {
  const isSilent = check.status === "unknown" && check.detail.includes(": no answer: ");
  return isSilent ? { ...check, status: "fail" } : check;
}

/** A new release takes a while to be the one that answers. @returns why nobody could be asked. */
async function waitForCommit(deployment: Deployment): Promise<string | undefined> {
  const deadline = performance.now() + deployment.waitMs;
  for (;;) {
    const { isThere, said } = await lookForCommit(deployment);
    if (isThere === true) return undefined;
    if (performance.now() > deadline) return isThere === undefined ? said : undefined;
    deployment.say(`waiting: ${said}`);
    await pause(PAUSE_MS);
  }
}

/** `isThere` undefined: nobody answers. */
async function lookForCommit({ ask, commit }: Deployment): Promise<{ isThere?: boolean; said: string }> {
  try {
    const answer = await ask("/health/ready");
    const { releaseId } = parseJson<{ releaseId: string }>(answer);
    const isThere = commit === undefined || isSameCommit(releaseId, commit);
    return { isThere, said: `${releaseId ?? `a stranger (${answer.status})`} answers` };
  } catch (error) {
    return { said: describeError(error) };
  }
}
