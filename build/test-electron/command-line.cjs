// Reads the command line that `electron .` and Playwright start the default app with. Pure.
'use strict';

/** @param {readonly string[]} args @returns {import('./command-line.d.cts').CommandLine} */
function readCommandLine(args) {
  const preloads = [];
  for (let i = 0; i < args.length; i += 1) {
    const arg = args[i];
    if (arg === '-r' || arg === '--require') {
      i += 1;
      if (i < args.length) preloads.push(args[i]);
    } else if (!arg.startsWith('-')) {
      return { preloads, appPath: arg };
    }
  }
  return { preloads, appPath: null };
}

module.exports = { readCommandLine };
