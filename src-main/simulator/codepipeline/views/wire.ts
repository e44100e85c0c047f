/** An output of the service as AWS JSON 1.1 writes it: the SDK's type with every date as epoch seconds. */
export type Wire<T> = T extends Date
  ? number
  : T extends readonly (infer Item)[]
    ? Wire<Item>[]
    : T extends object
      ? { [Key in keyof T]: Wire<T[Key]> }
      : T;

/** Epoch seconds with the milliseconds as a fraction, the form of every time on the wire. */
export function epochSeconds(epochMs: number): number {
  return epochMs / 1000;
}
