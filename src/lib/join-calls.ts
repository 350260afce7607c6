// Joins calls that come while earlier ones are under way into one batch: group commit. An idle system pays nothing
// (the first call goes at once); under load the batches grow by themselves, and with them what one commit carries.

export interface JoinOptions<Input, Output> {
  /** Does the batch and answers in the same order. Called again for each input alone when it throws, see concernsAll. */
  flush: (batch: Input[]) => Promise<Output[]>;
  /** How many calls one batch takes at most. */
  sizeMax: number;
  /** How many batches may be under way at once. */
  flushesMax: number;
  /** Whether an error says the same of every call: then none is done again. None does when left out. */
  concernsAll?: (error: unknown) => boolean;
  /** What a call counts towards `sizeMax`; 1 when left out. */
  weigh?: (input: Input) => number;
}

interface Waiting<Input, Output> {
  input: Input;
  resolve: (output: Output) => void;
  reject: (error: unknown) => void;
}

/**
 * Makes a function whose concurrent calls share batches. A batch that fails is done again call by call, so that one bad
 * input fails alone: `flush` has to bear being repeated.
 */
export function joinCalls<Input, Output>(
  options: JoinOptions<Input, Output>,
): (input: Input) => Promise<Output> {
  const { flush, sizeMax, flushesMax, concernsAll = () => false, weigh = () => 1 } = options;
  const waiting: Waiting<Input, Output>[] = [];
  let flushes = 0;

  function takeBatch(): Waiting<Input, Output>[] {
    let size = 0;
    let count = 0;
    for (const { input } of waiting) {
      size += weigh(input);
      if (count > 0 && size > sizeMax) break;
      count += 1;
    }
    return waiting.splice(0, count);
  }

  async function settle(batch: Waiting<Input, Output>[]): Promise<void> {
    try {
      const outputs = await flush(batch.map(({ input }) => input));
      batch.forEach(({ resolve }, index) => {
        resolve(outputs[index] as Output);
      });
    } catch (error) {
      if (batch.length === 1 || concernsAll(error)) for (const { reject } of batch) reject(error);
      else for (const call of batch) await settle([call]);
    }
  }

  async function work(): Promise<void> {
    flushes += 1;
    // Calls made in the same turn of the event loop belong together.
    await new Promise(setImmediate);
    while (waiting.length > 0) await settle(takeBatch());
    flushes -= 1;
  }

  return (input) =>
    new Promise((resolve, reject) => {
      waiting.push({ input, resolve, reject });
      if (flushes < flushesMax) void work();
    });
}
