import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { missingOptionals } from "../../scripts/complete-lockfile";

const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8"));

it("the lock file has the optional packages of every platform (npm run lockfile puts them back)", () => {
  expect(missingOptionals(packages)).toEqual({});
});

it("a package that is not there is told with the platform its name speaks of", () => {
  const optionalDependencies = {
    "@tool/cli-linux-x64-musl": "1.2.3",
    "@tool/cli-darwin-arm64": "^1.2.3",
    "@tool/core": "1.0.0",
  };
  const lock = {
    "": {},
    "node_modules/tool": { optionalDependencies, dev: true },
    "node_modules/@tool/core": {},
  };
  expect(missingOptionals(lock)).toEqual({
    "node_modules/@tool/cli-linux-x64-musl": {
      version: "1.2.3",
      dev: true,
      optional: true,
      os: ["linux"],
      cpu: ["x64"],
      libc: ["musl"],
    },
    "node_modules/@tool/cli-darwin-arm64": {
      version: "1.2.3",
      dev: true,
      optional: true,
      os: ["darwin"],
      cpu: ["arm64"],
    },
  });
});

/** Below these, an advisory stands open: GHSA-p3m5-59mp-jv5r (next), CVE-2025-55182 (React server functions). */
const floors = { next: "16.4.1", react: "19.2.1", "react-dom": "19.2.1" };

it.each(Object.entries(floors))(
  "%s is at least %s, also where another package brings its own",
  (name, floor) => {
    const versions = Object.entries<{ version: string }>(packages)
      .filter(([path]) => path.endsWith(`node_modules/${name}`))
      .map(([, { version }]) => version);
    expect(versions.length).toBeGreaterThan(0);
    expect(versions.filter((version) => isOlder(version, floor))).toEqual([]);
  },
);

it("versions are compared by number", () => {
  expect(["16.4.0", "15.9.9", "16.4.1-canary.3"].map((version) => isOlder(version, "16.4.1"))).toEqual([
    true,
    true,
    true,
  ]);
  expect(["16.4.1", "16.10.0", "17.0.0"].map((version) => isOlder(version, "16.4.1"))).toEqual([
    false,
    false,
    false,
  ]);
});

function isOlder(version: string, floor: string): boolean {
  const [numbers = "", preview] = version.split("-");
  const order = numbers.localeCompare(floor, "en", { numeric: true });
  return order < 0 || (order === 0 && preview !== undefined);
}
