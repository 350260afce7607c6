import { workAsyncStorage } from "next/dist/server/app-render/work-async-storage.external";
import { workUnitAsyncStorage } from "next/dist/server/app-render/work-unit-async-storage.external";

/**
 * Runs a route as Next.js does, for those that leave work for after their answer. That work is not done here: `left` says how
 * much there was, for tests in which nobody but the test may touch the queue.
 */
export async function inRequestScope<Result>(
  route: () => Promise<Result>,
): Promise<{ result: Result; left: number }> {
  let left = 0;
  const afterContext = {
    after: () => {
      left += 1;
    },
  };
  const store = { afterContext } as unknown as Parameters<typeof workAsyncStorage.run>[0];
  const unit = { type: "request" } as Parameters<typeof workUnitAsyncStorage.run>[0];
  const result = await workAsyncStorage.run(store, () => workUnitAsyncStorage.run(unit, route));
  return { result, left };
}
