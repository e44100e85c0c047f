import type { CLIENT_SORTS, ClientFilter, ClientQuery } from '#shared/domain/client.ts';
import type { StoreDatabase } from './open-database.ts';
import { containing } from './run-search.ts';
import type { ClientRow } from './tables.ts';

/** The rows of one page; nothing of their tokens is decrypted here. */
export interface ClientRows {
  rows: ClientRow[];
  total: number;
  counts: Record<ClientFilter, number>;
}

const FILTERS: Readonly<Record<ClientFilter, string>> = {
  all: 'true',
  unusable: 'key_id <> @keyId',
  refused: 'refused_at is not null',
  disabled: 'disabled_at is not null',
  unused: 'last_used_at is null',
};

const ORDERS: Readonly<Record<(typeof CLIENT_SORTS)[number], string>> = {
  label: 'label collate nocase',
  lastUsedAt: 'last_used_at',
  invalidTokenCount: 'invalid_token_count',
  createdAt: 'created_at',
};

const TEXT = `(label like @text escape '\\' or client_id like @text escape '\\')`;

// One walk along the index that holds all of it.
const COUNTS = `select count(*) as "all", total(key_id = @keyId) as usable, total(refused_at is not null) as refused,
  total(disabled_at is not null) as disabled, total(last_used_at is null) as unused
  from clients indexed by clients_by_label`;

type Counted = Record<Exclude<ClientFilter, 'unusable'> | 'usable', number>;

/** Answers pages of the clients: `keyId` is the key whose tokens can be read. From indices but for the page's own rows. */
export function createClientPages({ raw }: StoreDatabase, keyId: string): (query: ClientQuery) => ClientRows {
  const byId = raw.prepare<[string], ClientRow>('select * from clients where client_id = ?');
  const counted = raw.prepare<[{ keyId: string }], Counted>(COUNTS);
  const read = raw.transaction((query: ClientQuery): ClientRows => {
    const { usable, ...others } = counted.get({ keyId }) as Counted;
    const counts = { ...others, unusable: others.all - usable };
    const text = query.text?.trim();
    const where = text ? `${FILTERS[query.filter]} and ${TEXT}` : FILTERS[query.filter];
    const facts = { keyId, text: containing(text ?? '') };
    const total = text
      ? (raw
          .prepare<[typeof facts], number>(
            `select count(*) from clients indexed by clients_by_label where ${where}`,
          )
          .pluck()
          .get(facts) ?? 0)
      : counts[query.filter];
    const offset = (query.page - 1) * query.pageSize;
    if (offset >= total) return { rows: [], total, counts };
    const way = query.descending ? 'desc' : 'asc';
    const ids = raw
      .prepare<[typeof facts & { limit: number; offset: number }], string>(
        `select client_id from clients indexed by clients_by_label where ${where}
         order by ${ORDERS[query.sortBy]} ${way}, client_id ${way} limit @limit offset @offset`,
      )
      .pluck()
      .all({ ...facts, limit: query.pageSize, offset });
    return { rows: ids.flatMap((id) => byId.get(id) ?? []), total, counts };
  });
  return (query) => read.deferred(query);
}
