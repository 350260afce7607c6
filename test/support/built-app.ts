import { buildApp } from "../../scripts/local/build-app";

/** The system tests start the app as an operator does: from its production build. */
export default async function setup(): Promise<void> {
  await buildApp();
}
