import { expect, it } from "vitest";
import { safeNext } from "@/app/_account/safe-next";

it.each([
  ["/inbox?conversation=7#last", "/inbox?conversation=7#last"],
  ["/operations/users", "/operations/users"],
])("signing in goes on to a page of our own: %s", (next, to) => {
  expect(safeNext(next)).toBe(to);
});

it.each([
  undefined,
  ["/inbox", "/account"],
  "",
  "inbox",
  "https://evil.example",
  "//evil.example",
  "/\\evil.example",
  "/\t/evil.example",
  "/\n/evil.example",
  "/.//evil.example",
  "javascript:alert(1)",
  "/sign-in?next=/sign-in",
  "/api/auth/sign-out",
])("and nowhere else: %j", (next) => {
  expect(safeNext(next)).toBe("/inbox");
});
