import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import ts from 'typescript';

/** One import of one file. `target` is a path from the project folder, or a package's name. */
export interface SourceImport {
  readonly from: string;
  readonly target: string;
  readonly kind: 'file' | 'package';
  /** Erased before it runs. */
  readonly typeOnly: boolean;
}

/** A source file: path from the project folder with forward slashes, and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

// The same aliases as `imports` in package.json.
const aliases: readonly (readonly [string, string])[] = [
  ['#shared/', 'shared/'],
  ['#main/', 'src-main/'],
  ['#renderer/', 'src-renderer/'],
];

/** All TypeScript files below the given folders of a project. */
export const readSources = (projectFolder: string, folders: readonly string[]): SourceFile[] =>
  folders.flatMap((folder) =>
    readdirSync(join(projectFolder, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => ({
        path: relative(projectFolder, path).split(sep).join('/'),
        text: readFileSync(path, 'utf8'),
      })),
  );

/** The imports and re-exports of one file, dynamic ones included. */
export const parseImports = (file: SourceFile): SourceImport[] => {
  const found: SourceImport[] = [];
  const add = (specifier: ts.Node | undefined, typeOnly: boolean): void => {
    if (specifier === undefined || !ts.isStringLiteralLike(specifier)) return;
    found.push({ from: file.path, typeOnly, ...resolveSpecifier(file.path, specifier.text) });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isErasedImport(node));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, true);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], false);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true));
  return found;
};

const isErasedImport = (node: ts.ImportDeclaration): boolean => {
  const clause = node.importClause;
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const names = clause.namedBindings;
  return (
    clause.name === undefined &&
    names !== undefined &&
    ts.isNamedImports(names) &&
    names.elements.length > 0 &&
    names.elements.every((element) => element.isTypeOnly)
  );
};

const resolveSpecifier = (from: string, specifier: string): Pick<SourceImport, 'target' | 'kind'> => {
  if (specifier.startsWith('.')) {
    return { kind: 'file', target: posix.normalize(posix.join(dirname(from), specifier)) };
  }
  const alias = aliases.find(([prefix]) => specifier.startsWith(prefix));
  if (alias) return { kind: 'file', target: alias[1] + specifier.slice(alias[0].length) };
  return { kind: 'package', target: specifier };
};
