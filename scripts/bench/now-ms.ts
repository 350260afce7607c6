/** The monotonic clock, which all processes of a machine share; performance.now() begins anew in each. */
export function nowMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
