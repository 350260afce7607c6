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
