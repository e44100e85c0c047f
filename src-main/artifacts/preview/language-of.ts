/** Names as `@codemirror/language-data` spells them, by the end of the file's name. */
const BY_EXTENSION: Readonly<Record<string, string>> = {
  ...spread('JSON', 'json map jsonl ndjson har ipynb webmanifest geojson sarif avsc'),
  ...spread('YAML', 'yaml yml'),
  ...spread(
    'XML',
    'xml xsl xsd svg jmx pom csproj vbproj fsproj props targets nuspec plist wsdl config xhtml xliff resx',
  ),
  ...spread('JavaScript', 'js mjs cjs'),
  ...spread('TypeScript', 'ts mts cts'),
  ...{ jsx: 'JSX', tsx: 'TSX', css: 'CSS', scss: 'SCSS', sass: 'Sass', less: 'LESS', vue: 'Vue' },
  ...spread('HTML', 'html htm hbs handlebars'),
  ...spread('Markdown', 'md markdown mkd'),
  ...spread('Shell', 'sh bash ksh zsh'),
  ...spread('Properties files', 'properties ini env cfg conf editorconfig npmrc'),
  ...spread('PowerShell', 'ps1 psm1 psd1'),
  ...spread('Python', 'py pyw'),
  ...spread('C', 'c h'),
  ...spread('C++', 'cpp cc cxx hpp hh hxx'),
  ...spread('Kotlin', 'kt kts'),
  ...spread('Groovy', 'groovy gradle'),
  ...spread('diff', 'diff patch'),
  ...spread('Ruby', 'rb rake gemspec'),
  ...spread('Perl', 'pl pm'),
  ...{ java: 'Java', go: 'Go', rs: 'Rust', php: 'PHP', sql: 'SQL', cs: 'C#', fs: 'F#', vb: 'VB.NET' },
  ...{ scala: 'Scala', swift: 'Swift', dart: 'Dart', lua: 'Lua', r: 'R', toml: 'TOML', proto: 'ProtoBuf' },
  ...{ clj: 'Clojure', erl: 'Erlang', hs: 'Haskell', jl: 'Julia', cmake: 'CMake', feature: 'Gherkin' },
  ...{ j2: 'Jinja', jinja2: 'Jinja', dtd: 'DTD', tex: 'LaTeX', wat: 'WebAssembly', pug: 'Pug', asc: 'PGP' },
};

const BY_NAME: readonly (readonly [RegExp, string])[] = [
  [/^(?:Dockerfile|Containerfile)(?:\..+)?$/i, 'Dockerfile'],
  [/\.dockerfile$/i, 'Dockerfile'],
  [/^Jenkinsfile$/i, 'Groovy'],
  [/^(?:Gemfile|Rakefile)$/, 'Ruby'],
  [/^(?:BUCK|BUILD)$/, 'Python'],
  [/^CMakeLists\.txt$/, 'CMake'],
  [/nginx[^/]*\.conf$/i, 'Nginx'],
  [/^\.env(?:\..+)?$/, 'Properties files'],
  [/^(?:\.bashrc|\.profile|\.zshrc|PKGBUILD)$/, 'Shell'],
  [/^(?:composer|Pipfile|flake)\.lock$/, 'JSON'],
  [/^(?:Cargo|poetry)\.lock$/, 'TOML'],
  [/^pnpm-lock\.yaml$/, 'YAML'],
];

const BY_FIRST_LINE: readonly (readonly [RegExp, string])[] = [
  [/^#!.{0,100}\b(?:bash|sh|zsh|ksh|dash)\b/, 'Shell'],
  [/^#!.{0,100}\bpython/, 'Python'],
  [/^#!.{0,100}\b(?:node|bun)\b/, 'JavaScript'],
  [/^#!.{0,100}\bruby\b/, 'Ruby'],
  [/^#!.{0,100}\bperl\b/, 'Perl'],
  [/^#!.{0,100}\bpwsh\b/, 'PowerShell'],
  [/^<\?xml\b/, 'XML'],
  [/^<!doctype html\b/i, 'HTML'],
  [/^(?:diff --git |--- a\/)/, 'diff'],
  [/^(?:---(?: |$)|%YAML )/, 'YAML'],
  [/^(?:AWSTemplateFormatVersion|version): /, 'YAML'],
  [/^\s{0,100}(?:\{\s{0,100}(?:"|\}|$)|\[\s{0,100}(?:[{["\d\]-]|$))/, 'JSON'],
  [/^<[A-Za-z_][\w:.-]{0,100}(?:\s[^<]{0,300})?\/?>/, 'XML'],
];

function spread(language: string, extensions: string): Record<string, string> {
  return Object.fromEntries(extensions.split(' ').map((extension) => [extension, language]));
}

/** Log files begin like YAML or JSON now and then; their name is clear that they are neither. */
const PLAIN = new Set(['txt', 'log', 'out', 'err', 'csv', 'tsv']);

/**
 * The language to highlight a file in, by its name, else by the beginning of its text; null where neither tells. `name` may
 * have folders. Only the first line, at most 1,000 characters of it, is looked at.
 */
export function languageOf(name: string, text: string): string | null {
  const base = name.slice(name.lastIndexOf('/') + 1);
  for (const [pattern, language] of BY_NAME) if (pattern.test(base.slice(-300))) return language;
  const extension = base.slice(base.lastIndexOf('.') + 1).toLowerCase();
  const known = base.includes('.') && Object.hasOwn(BY_EXTENSION, extension) ? BY_EXTENSION[extension] : null;
  if (known) return known;
  if (PLAIN.has(extension)) return null;
  const start = text.slice(0, 1000).trimStart();
  const end = start.search(/[\r\n]/);
  const line = end < 0 ? start : start.slice(0, end);
  for (const [pattern, language] of BY_FIRST_LINE) if (pattern.test(line)) return language;
  return null;
}
