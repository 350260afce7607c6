import packageJson from "../../package.json";
import { env } from "./env";

/** What is running: the package's version and, where the build knows it, the short commit. */
export function release(): { version: string; releaseId: string | null } {
  const { GIT_COMMIT, VERCEL_GIT_COMMIT_SHA } = env();
  return {
    version: packageJson.version,
    releaseId: (GIT_COMMIT ?? VERCEL_GIT_COMMIT_SHA)?.slice(0, 12) ?? null,
  };
}
