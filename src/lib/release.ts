import packageJson from "../../package.json";
import { env } from "./env";

interface Release {
  version: string;
  /** The short commit that the deployment says it is; where it says none, the one it was built from. */
  releaseId: string | null;
  /** The short commit that the build was made from. Unlike the environment it cannot be that of another image. */
  builtFrom: string | null;
}

/** What is running. */
export function release(): Release {
  const { GIT_COMMIT, VERCEL_GIT_COMMIT_SHA, BUILD_COMMIT } = env();
  const builtFrom = short(BUILD_COMMIT);
  return {
    version: packageJson.version,
    releaseId: short(GIT_COMMIT ?? VERCEL_GIT_COMMIT_SHA) ?? builtFrom,
    builtFrom,
  };
}

function short(commit: string | undefined): string | null {
  return commit?.slice(0, 12) ?? null;
}
