/** One important line taken away or turned round, and the tests of which at least one must then fail. */
export interface Mutant {
  /** What is no longer guaranteed. */
  name: string;
  file: string;
  /** Occurs exactly once in the file. */
  find: string;
  replace: string;
  /** Test files, from the root. */
  caughtBy: string[];
}
