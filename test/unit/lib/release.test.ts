import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { release } from "@/lib/release";
import { setEnv } from "../../support/with-env";

const commit = "0123456789abcdef0123456789abcdef01234567";

describe("release", () => {
  it("tells the version of the package", () => {
    const { version } = JSON.parse(readFileSync("package.json", "utf8"));
    expect(release().version).toBe(version);
  });

  it("tells the short commit, our own name for it before Vercel's", () => {
    setEnv({ GIT_COMMIT: undefined, VERCEL_GIT_COMMIT_SHA: `f${commit}` });
    expect(release().releaseId).toBe("f0123456789a");
    setEnv({ GIT_COMMIT: commit });
    expect(release().releaseId).toBe("0123456789ab");
  });

  it("tells no commit where the build does not know it", () => {
    setEnv({ GIT_COMMIT: undefined, VERCEL_GIT_COMMIT_SHA: undefined });
    expect(release().releaseId).toBeNull();
  });
});
