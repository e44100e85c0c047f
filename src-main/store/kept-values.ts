import type { StoreDatabase } from './open-database.ts';
import { toStoreError } from './store-error.ts';

/** Small choices that belong to one environment: JSON under a name. Never secrets. Throws `store-damaged`. */
export interface KeptValues {
  /** Undefined where nothing was kept under the name, or what is there is no JSON. */
  read(name: string): unknown;
  keep(name: string, value: unknown): void;
}

export function createKeptValues({ raw }: StoreDatabase): KeptValues {
  const get = raw.prepare<[string], string>('select value from kept_values where name = ?').pluck();
  const put = raw.prepare<[string, string]>(
    'insert into kept_values (name, value) values (?, ?) on conflict (name) do update set value = excluded.value',
  );
  const guarded = <T>(work: () => T): T => {
    try {
      return work();
    } catch (thrown) {
      throw toStoreError(thrown);
    }
  };
  return {
    read: (name) =>
      guarded(() => {
        try {
          return JSON.parse(get.get(name) ?? 'null') as unknown;
        } catch (thrown) {
          if (thrown instanceof SyntaxError) return undefined;
          throw thrown;
        }
      }),
    keep: (name, value) => guarded(() => void put.run(name, JSON.stringify(value))),
  };
}
