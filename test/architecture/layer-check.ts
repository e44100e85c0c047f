import { type Room, rooms } from './layers.ts';
import { type SourceFile, type SourceImport, parseImports } from './source-imports.ts';

/** The room a file lies in, or undefined: the longest entry of `at` decides. */
export const findRoom = (path: string): Room | undefined => {
  const matching = rooms.flatMap((room) =>
    room.at
      .filter((at) => path === at || (at.endsWith('/') && path.startsWith(at)))
      .map((at) => ({ room, at })),
  );
  return matching.toSorted((a, b) => b.at.length - a.at.length)[0]?.room;
};

/**
 * Everything in these files that the table of rooms does not allow, one sentence each: who, what, and what is
 * allowed instead.
 */
export const findViolations = (files: readonly SourceFile[]): string[] => [
  ...files.filter((file) => !findRoom(file.path)).map((file) => `${file.path} lies in no room of layers.ts`),
  ...files.flatMap(parseImports).flatMap(checkImport),
  ...files
    .filter(touchesBridge)
    .map((file) => `${file.path} touches window.actionDesk: only src-renderer/bridge/ may`),
];

const checkImport = (found: SourceImport): string[] => {
  const room = findRoom(found.from);
  if (room === undefined) return [];
  const reason = found.kind === 'file' ? refuseFile(room, found) : refusePackage(room, found);
  return reason === undefined ? [] : [`${found.from} imports ${found.target}: ${reason}; ${room.because}`];
};

const refuseFile = (room: Room, { from, target }: SourceImport): string | undefined => {
  if (/^test\//.test(target)) return 'nothing imports test/';
  // A style sheet belongs to the file beside it.
  if (target.endsWith('.css')) return undefined;
  const other = findRoom(target);
  if (other === undefined) return 'it lies in no room';
  if (other.name === room.name) return otherScreen(from, target) ? 'it belongs to another screen' : undefined;
  return room.rooms.includes(other.name) ? undefined : `${room.name} may import ${list(room.rooms)}`;
};

const refusePackage = (room: Room, { target, typeOnly }: SourceImport): string | undefined => {
  const allowed = typeOnly ? [...room.packages, ...(room.typesOf ?? [])] : room.packages;
  const fits = allowed.some((name) =>
    name.endsWith('/') || name === 'node:'
      ? target.startsWith(name)
      : target === name || target.startsWith(`${name}/`),
  );
  if (fits) return undefined;
  return room.typesOf?.some((name) => target.startsWith(name))
    ? 'only its types are allowed here'
    : `${room.name} may use ${list(room.packages)}`;
};

const otherScreen = (from: string, target: string): boolean => {
  const screen = (path: string): string | undefined => /^src-renderer\/features\/([^/]+)\//.exec(path)?.[1];
  return screen(from) !== screen(target);
};

const touchesBridge = ({ path, text }: SourceFile): boolean =>
  path.startsWith('src-renderer/') &&
  !path.startsWith('src-renderer/bridge/') &&
  /\b(window|globalThis)\s*(\.\s*actionDesk\b|\[['"]actionDesk)/.test(text);

const list = (names: readonly string[]): string => (names.length === 0 ? 'nothing else' : names.join(', '));

/** The first run-time import cycle that is found, as its files in order, or undefined. */
export const findCycle = (files: readonly SourceFile[]): string[] | undefined => {
  const next = new Map<string, string[]>();
  for (const file of files) {
    const targets = parseImports(file).filter((found) => found.kind === 'file' && !found.typeOnly);
    next.set(
      file.path,
      targets.map((found) => found.target),
    );
  }
  const finished = new Set<string>();
  const walk = (path: string, trail: readonly string[]): string[] | undefined => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (finished.has(path)) return undefined;
    for (const target of next.get(path) ?? []) {
      const cycle = walk(target, [...trail, path]);
      if (cycle) return cycle;
    }
    finished.add(path);
    return undefined;
  };
  for (const path of next.keys()) {
    const cycle = walk(path, []);
    if (cycle) return cycle;
  }
  return undefined;
};
