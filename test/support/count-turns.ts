/** Counts turns of the event loop until `going` is made false. */
export function countTurns(): { turns: number; going: boolean } {
  const counting = { turns: 0, going: true };
  const turn = (): void => {
    counting.turns += 1;
    if (counting.going) setImmediate(turn);
  };
  setImmediate(turn);
  return counting;
}
