/** One line about a running load test; `share` is the elapsed part of its duration, 0 to 1. */
export function describeProgress(
  run: { readonly externalExecutionId: string; readonly virtualUsers: number; readonly testPlan: string },
  share: number,
): string {
  const users = run.virtualUsers.toLocaleString('en-US');
  if (share < 0.08) return `Preparing load generators for ${run.testPlan}`;
  if (share < 0.4) {
    const ramped = Math.round(run.virtualUsers * ((share - 0.08) / 0.32));
    return `Ramp-up: ${ramped.toLocaleString('en-US')} of ${users} virtual users`;
  }
  // The figures differ from run to run and rise a little over time, but a run always tells the same story.
  const flavour = Number(run.externalExecutionId) % 17;
  const p95 = 360 + flavour * 9 + Math.round(share * 60);
  const errors = ((flavour % 5) + 1) / 10;
  return `p95 ${p95} ms, ${errors}% errors at ${users} virtual users`;
}
