/*
 * Does for the fallback Electron what default_app.asar does for the official one: `electron <folder>` takes
 * name, version and path from the folder's package.json and runs its main. It is a module, and waits for the
 * application's main at top level, because Electron holds back `ready` until then.
 */
import { app } from 'electron';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const given = process.argv.slice(1).find((argument) => !argument.startsWith('-'));
if (given === undefined) {
  process.stderr.write('usage: electron <folder of an application>\n');
  process.exit(1);
}
const folder = resolve(given);
const description = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
app.setName(description.productName ?? description.name);
app.setVersion(description.version);
app.setAppPath(folder);
await import(pathToFileURL(resolve(folder, description.main)).href);
