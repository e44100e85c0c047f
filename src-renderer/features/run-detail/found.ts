import { createContext, useContext } from 'react';

/** What is being looked for inside the run, in lower case; empty while nobody looks. */
export const FindContext = createContext('');

/** Shorter texts are in nearly everything: nothing is unfolded for them. */
const SHORTEST_QUERY = 2;

/** Whether what is looked for is in a text that is folded away: then it unfolds. The text is made only when it is needed. */
export function useFoundIn(text: () => string): boolean {
  const query = useContext(FindContext);
  return query.length >= SHORTEST_QUERY && text().toLowerCase().includes(query);
}
