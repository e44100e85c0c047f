/**
 * What makes an element a place of the graph: found by its text (`chosenText`), reached by arrows. The one that is the stop is
 * reached by Tab; what the inspector shows is the current one.
 */
export function nodeProps(
  key: string,
  isStop: boolean,
  isChosen: boolean,
): { 'data-node': string; tabIndex: number; 'aria-current': true | undefined } {
  return { 'data-node': key, tabIndex: isStop ? 0 : -1, 'aria-current': isChosen ? true : undefined };
}
