/** A rule that does not hold, in a sentence. */
class Broken extends Error {
  constructor(rule: string, found: string) {
    super(`${rule}: ${found}`);
    this.name = "Broken";
  }
}

/** @throws Broken unless the rule holds. */
export function must(holds: boolean, rule: string, found: () => string): asserts holds {
  if (!holds) throw new Broken(rule, found());
}
