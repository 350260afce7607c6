/**
 * The result of work that must not take longer. The work itself goes on; what becomes of it later is of no interest any more.
 * @throws what the work throws, or an Error that says the time is over.
 */
export async function within<Value>(milliseconds: number, work: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer within ${milliseconds} ms`)), milliseconds);
  });
  // Promise.race also takes the rejection of whoever loses: nothing is left unhandled.
  return await Promise.race([work, late]).finally(() => clearTimeout(timer));
}
