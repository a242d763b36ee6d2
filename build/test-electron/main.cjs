// The app inside our copies of Electron 33, in place of the one that Electron ships: starts the app named on the command
// line. It must require the app synchronously: the app registers its schemes before `ready`, and Playwright's loader,
// which comes first with -r, holds `ready` back until it is attached.
'use strict';

const { app } = require('electron');
const { existsSync, statSync } = require('node:fs');
const { dirname, join, resolve } = require('node:path');
const { readCommandLine } = require('./command-line.cjs');

// Read before the preloads run: Playwright's loader takes its own arguments out of process.argv.
const { preloads, appPath } = readCommandLine(process.argv.slice(1));
for (const preload of preloads) require(resolve(preload));

if (appPath === null) stop('Say which app to start: electron FOLDER, or electron FILE.cjs');
else start(resolve(appPath));

/** @param {string} path */
function start(path) {
  let file;
  try {
    file = require.resolve(path);
  } catch {
    stop(`No app to start at ${path} (a folder with a package.json whose "main" has been built, or a .cjs file)`);
    return;
  }
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true });
  app.setAppPath(isFolder ? path : dirname(file));
  nameAfter(packageAbove(isFolder ? path : dirname(file)));
  require(file);
}

/** @param {string | null} packageFile */
function nameAfter(packageFile) {
  if (packageFile === null) return;
  const { productName, name, version } = require(packageFile);
  const title = productName ?? name;
  if (title !== undefined) {
    app.setName(title);
    app.setDesktopName(`${title}.desktop`);
  }
  if (version !== undefined) app.setVersion(version);
}

/** @param {string} folder @returns {string | null} */
function packageAbove(folder) {
  const file = join(folder, 'package.json');
  if (existsSync(file)) return file;
  return dirname(folder) === folder ? null : packageAbove(dirname(folder));
}

/** @param {string} message */
function stop(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
